namespace MlNetXai.Networks;

/// <summary>Passes that explanations ask for beside the gradient of the input.</summary>
internal sealed partial class NetworkRunner
{
    /// <summary>Output of a layer and its gradient.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="targets">Class of each row.</param>
    /// <param name="score">Which score.</param>
    /// <param name="layer">Place of the layer.</param>
    /// <param name="isTotal">Whether the gradient of a recurrent layer with every step goes through its later steps too.</param>
    /// <param name="scores">Scores, overwritten.</param>
    /// <param name="output">Outputs, overwritten.</param>
    /// <param name="gradient">Gradients, overwritten.</param>
    public void LayerGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, int layer, bool isTotal, Span<float> scores, Span<float> output, Span<float> gradient)
    {
        RequireFits(batch, Purpose.InputGradient);
        int length = Layers[layer].Output.Length;
        Require.Length(targets, batch.Rows);
        Require.Length(scores, batch.Rows);
        Require.Length(output, (long)batch.Rows * length);
        Require.Length(gradient, (long)batch.Rows * length);
        int[] classes = RequireClasses(targets);
        float[] allScores = new float[scores.Length], allOutputs = new float[output.Length], allGradients = new float[gradient.Length];
        ForBlocks(batch.Rows, BlockCount(Purpose.InputGradient, batch.Rows), (start, count, _) =>
        {
            Memory<float> total = allGradients.AsMemory(start * length, count * length);
            float[] dx = new float[count * batch.Shape.Length];
            using BlockRun run = new(this, PassOf(Purpose.InputGradient, count) with { Probe = layer, HiddenGradient = isTotal ? total : default }, batch.Slice(start, count));
            run.Forward();
            Seed(run, classes.AsSpan(start, count), score, allScores.AsSpan(start, count));
            run.Backward(dx, []);
            run.ProbeOutput.CopyTo(allOutputs.AsSpan(start * length));
            if (!isTotal)
                run.ProbeGradient(dx).CopyTo(total.Span);
        });
        RequireFinite(allScores, 1, "score");
        RequireFinite(allGradients, length, "gradient");
        allScores.CopyTo(scores);
        allOutputs.CopyTo(output);
        allGradients.CopyTo(gradient);
    }

    /// <summary>Gradients of rows beside their references: each block holds rows and, behind them, their references.</summary>
    public void PairedGradient(Batch batch, Batch references, ReadOnlySpan<int> targets, Span<float> scores, Span<float> referenceScores, Span<float> gradient)
    {
        RequireFits(batch, Purpose.InputGradient);
        RequireFits(references, Purpose.InputGradient);
        Require.Length(targets, batch.Rows);
        Require.Length(scores, batch.Rows);
        Require.Length(referenceScores, batch.Rows);
        Require.Length(gradient, (long)batch.Rows * batch.Shape.Length);
        if (references.Rows != batch.Rows)
            throw new ShapeException($"There are {references.Rows} references for {batch.Rows} rows; each row needs one.");
        int[] classes = RequireClasses(targets);
        float[] allScores = new float[scores.Length], allReferenceScores = new float[scores.Length], allGradients = new float[gradient.Length];
        ForBlocks(batch.Rows, BlockCount(Purpose.InputGradient, batch.Rows), (start, count, _) =>
        {
            int half = count * batch.Shape.Length;
            float[] both = new float[2 * half], dx = new float[2 * half], bothScores = new float[2 * count];
            batch.Slice(start, count).Values.CopyTo(both);
            references.Slice(start, count).Values.CopyTo(both.AsSpan(half));
            int[] lengths = batch.Lengths.IsEmpty ? [] : [.. batch.Lengths.Span.Slice(start, count), .. batch.Lengths.Span.Slice(start, count)];
            using BlockRun run = new(this, PassOf(Purpose.InputGradient, 2 * count), new(2 * count, batch.Steps, batch.Channels, both, lengths));
            run.Forward();
            Seed(run, [.. classes.AsSpan(start, count), .. classes.AsSpan(start, count)], ScoreKind.Logit, bothScores);
            run.Backward(dx, []);
            bothScores.AsSpan(0, count).CopyTo(allScores.AsSpan(start));
            bothScores.AsSpan(count).CopyTo(allReferenceScores.AsSpan(start));
            dx.AsSpan(0, half).CopyTo(allGradients.AsSpan(start * batch.Shape.Length));
        });
        RequireFinite(allScores, 1, "score");
        RequireFinite(allReferenceScores, 1, "reference's score");
        RequireFinite(allGradients, batch.Shape.Length, "multiplier");
        allScores.CopyTo(scores);
        allReferenceScores.CopyTo(referenceScores);
        allGradients.CopyTo(gradient);
    }
}
