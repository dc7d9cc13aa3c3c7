using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Settings of <see cref="Presets.IcuLstm"/>; the defaults are those of the published network for in-hospital mortality.</summary>
public sealed record IcuLstmOptions
{
    /// <summary>Steps and channels of a row. Default 48 hours × 76 columns.</summary>
    public RowShape Input { get; init; } = new(48, 76);

    /// <summary>Units of the last LSTM (the published "dim"), and of both directions together of those before; even, at least 2. Default 16.</summary>
    public int Hidden
    {
        get;
        init => field = value >= 2 && value % 2 == 0 ? value : throw new ArgumentOutOfRangeException(nameof(Hidden), value, $"Hidden is {value} and must be even and at least 2.");
    } = 16;

    /// <summary>LSTM layers, the last included, at least 1. Default 2.</summary>
    public int Depth { get; init => field = Require.AtLeast(value, 1); } = 2;

    /// <summary>Dropout on the input of every LSTM, one choice for all steps of a row, and before the dense layer, in [0, 1). Default 0.3.</summary>
    public double Dropout { get; init => field = Require.Between(value, 0, 0.999); } = 0.3;

    /// <summary>Nonlinearity of the gates. Default hard sigmoid, as the published weights need.</summary>
    public GateActivation Gates { get; init; } = GateActivation.HardSigmoid;

    /// <summary>How initial weights are drawn. Default Glorot uniform, Keras'.</summary>
    public InitialWeights Weights { get; init; } = InitialWeights.GlorotUniform;

    /// <summary>Seed of the initial weights. Default 1.</summary>
    public ulong Seed { get; init; } = 1;
}

public static partial class Presets
{
    /// <summary>Standard LSTM of mimic3-benchmarks: bidirectional layers that give every step, one LSTM's last state, one dense layer; steps at which all columns are 0 are skipped.</summary>
    /// <remarks>
    /// Harutyunyan, Khachatrian, Kale, Ver Steeg and Galstyan 2019, doi:10.1038/s41597-019-0103-9, and their code (mimic3-benchmarks, lstm.py). By default 7,569 weights, one probability by sigmoid.
    /// Dropout as in <see cref="ChannelWiseLstm"/>. Layers masking, dropout1, lstm1, dropout2, lstm2, …, head-dropout, dense.
    /// </remarks>
    /// <param name="classes">Names of the outputs, each a probability of its own; at least 1.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public static Network IcuLstm(IReadOnlyList<string> classes, IcuLstmOptions? options = null)
    {
        options ??= new();
        List<(string, Layer)> layers = [("masking", new Masking())];
        int channels = options.Input.Channels;
        for (int i = 1; i <= options.Depth; i++)
        {
            bool last = i == options.Depth;
            layers.Add(($"dropout{i}", new Dropout(options.Dropout, $"dropout{i}", DropoutMask.FixedOverSteps)));
            layers.Add(($"lstm{i}", new Lstm(channels, last ? options.Hidden : options.Hidden / 2, returnsSequence: !last, new()
            {
                Direction = last ? RecurrentDirection.Forward : RecurrentDirection.Both,
                Gates = options.Gates,
                OneBias = true,
            })));
            channels = options.Hidden;
        }

        layers.Add(("head-dropout", new Dropout(options.Dropout, "head-dropout")));
        layers.Add(("dense", new Dense(channels, classes.Count)));
        return Network.Initial("icu lstm", options.Input, classes, layers, options.Seed, options.Weights, OutputActivation.Sigmoid);
    }
}
