using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>The in-hospital mortality networks of mimic3-benchmarks: weights and shapes of each layer.</summary>
public sealed class IcuPresetsTests
{
    [Fact]
    public void ChannelWiseLstm_Default_HasThePublishedWeightsLayerByLayer()
    {
        Network network = Presets.ChannelWiseLstm(["death"]);

        // Inputs of each variable's LSTM: its value columns and its mask column.
        int[] inputs = [3, 2, 2, 9, 13, 14, 13, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
        for (int k = 1; k <= 17; k++)
        {
            NetworkLayer layer = Layer(network, $"lstm{k}");
            Assert.Equal(new RowShape(48, inputs[k - 1]), layer.Input);
            Assert.Equal(new RowShape(48, 8), layer.Output);
            Assert.Equal(2 * 4 * 4 * (inputs[k - 1] + 4 + 1), layer.WeightLength);
        }

        Assert.Equal(5_152, Enumerable.Range(1, 17).Sum(k => Layer(network, $"lstm{k}").WeightLength));
        Assert.Equal((new RowShape(48, 136), 21_632), (Layer(network, "lstm").Input, Layer(network, "lstm").WeightLength));
        Assert.Equal(33, Layer(network, "dense").WeightLength);
        Assert.Equal(26_817, network.WeightLength);
        Assert.Equal(OutputActivation.Sigmoid, network.Output);
        Assert.All(network.Layers.Select(layer => layer.Layer).OfType<Lstm>(), lstm => Assert.Equal(GateActivation.HardSigmoid, lstm.Gates));
    }

    [Fact]
    public void ChannelWiseLstm_Columns_AreValuesThenMasks()
    {
        Network network = Presets.ChannelWiseLstm(["death"]);

        Slice values = (Slice)Layer(network, "values4").Layer, mask = (Slice)Layer(network, "mask4").Layer;
        Assert.Equal((4, 8), (values.Start, values.Count));
        Assert.Equal((62, 1), (mask.Start, mask.Count));
        Assert.Equal(["values4", "mask4"], Layer(network, "channel4").Inputs);
        Assert.Equal([.. Enumerable.Range(1, 17).Select(k => $"lstm{k}")], Layer(network, "join").Inputs);
    }

    [Fact]
    public void ChannelWiseLstm_Deeper_StacksPerVariableAndBehindTheConcatenation()
    {
        Network network = Presets.ChannelWiseLstm(["death"], new() { Widths = [1, 2], Steps = 5, ChannelHidden = 2, Hidden = 6, Depth = 3 });
        float[] probability = new float[3];

        network.Probabilities(RandomRows.Make(3, network.InputShape), probability);

        Assert.Equal(["lstm1", "lstm1.2", "lstm1.3", "lstm2", "lstm2.2", "lstm2.3", "lstm.1", "lstm.2", "lstm"], network.Layers.Where(layer => layer.Layer is Lstm).Select(layer => layer.Name));
        Assert.Equal(6, Layer(network, "lstm.2").Output.Channels);
        Assert.All(probability, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void IcuLstm_Default_HasThePublishedWeightsLayerByLayer()
    {
        Network network = Presets.IcuLstm(["death"]);

        Assert.Equal((2 * 4 * 8 * (76 + 8 + 1), new RowShape(48, 16)), (Layer(network, "lstm1").WeightLength, Layer(network, "lstm1").Output));
        Assert.Equal((4 * 16 * (16 + 16 + 1), new RowShape(1, 16)), (Layer(network, "lstm2").WeightLength, Layer(network, "lstm2").Output));
        Assert.Equal(17, Layer(network, "dense").WeightLength);
        Assert.Equal(7_569, network.WeightLength);
    }

    [Fact]
    public void Dropout_OfRecurrentInputs_IsFixedOverSteps()
    {
        foreach (Network network in new[] { Presets.ChannelWiseLstm(["death"]), Presets.IcuLstm(["death"]) })
        {
            foreach (NetworkLayer layer in network.Layers.Where(layer => layer.Layer is Lstm))
                Assert.Equal((0.3, DropoutMask.FixedOverSteps), ((Dropout)Layer(network, layer.Inputs[0]).Layer) is { } dropout ? (dropout.Rate, dropout.Mask) : default);
            Assert.Equal(DropoutMask.Element, ((Dropout)Layer(network, "head-dropout").Layer).Mask);
        }
    }

    private static NetworkLayer Layer(Network network, string name) => network.Layers.Single(layer => layer.Name == name);
}
