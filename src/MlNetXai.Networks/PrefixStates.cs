using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Traces of all blocks; their memory is the trace's own and goes with it.</summary>
internal sealed class PrefixStates(NetworkRunner runner, Network network, Batch batch, BlockRun[] traces) : IPrefixStates
{
    public void Logits(int start, Batch suffixes, Span<float> logits)
    {
        int rows = batch.Rows, steps = network.InputShape.Steps, outputs = network.Classes.Count;
        Require.Between(start, 0, steps - 1);
        if (suffixes.Rows != rows || suffixes.Steps != steps - start || suffixes.Channels != network.InputShape.Channels)
            throw new ShapeException($"The suffixes are {suffixes.Rows} rows of {suffixes.Shape}; from step {start} there must be {rows} rows of {steps - start} steps × {network.InputShape.Channels} channels.");
        Require.Length(logits, (long)rows * outputs);
        suffixes.RequireFinite($"Input of '{network.Name}'");
        float[] output = new float[logits.Length];
        runner.ForBlocks(rows, (first, count, index) =>
        {
            RecurrentState?[] states = new RecurrentState?[network.Layers.Count];
            for (int layer = 0; layer < states.Length; layer++)
            {
                if (network.Layers[layer].Layer is ICausalRecurrence)
                    states[layer] = traces[index].StateBefore(layer, start);
            }

            using BlockRun run = new(runner, runner.PassOf(Purpose.Score, count), suffixes.Slice(first, count), states, MaskOf(first, count, start));
            run.Forward();
            run.Output.CopyTo(output.AsSpan(first * outputs));
        });
        runner.RequireFinite(output, outputs, "logit");
        output.CopyTo(logits);
    }

    // A suffix ends where its row ends: it may be padding alone.
    private StepMask? MaskOf(int first, int count, int start) =>
        batch.Lengths.IsEmpty ? null : StepMask.Of(batch.Lengths.Span.Slice(first, count), start, batch.Steps - start);
}
