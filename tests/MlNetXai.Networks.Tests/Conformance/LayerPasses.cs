using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>A sample's passes, plain and fast, without a network around it. Memory is junk before, as a pass finds it.</summary>
internal static class LayerPasses
{
    /// <summary>Plain output of one row.</summary>
    public static double[] Plain(LayerSample sample, double[] weights, double[][] x) => sample.Layer is MergeLayer merge
        ? merge.ReferenceMerge(sample.Inputs, x)
        : sample.Layer.ReferenceForward(sample.Inputs[0], weights, x[0]);

    /// <summary>Plain gradient of Σ dy·y of one row with respect to every input and, added, the weights.</summary>
    public static double[][] PlainBack(LayerSample sample, double[] weights, double[][] x, double[] dy, double[] gradient) => sample.Layer is MergeLayer merge
        ? [.. x.Select((_, k) => merge.ReferenceSplit(k, sample.Inputs, dy))]
        : [sample.Layer.ReferenceBackward(sample.Inputs[0], weights, x[0], dy, gradient)];

    /// <summary>Fast output.</summary>
    public static float[] Forward(LayerSample sample, KernelPath path, Purpose purpose, int rows, float[][] x, bool inPlace = false)
    {
        (Pass pass, object? prepared) = Prepare(sample, path, purpose, rows);
        float[] y = inPlace ? [.. x[0]] : Junk(rows * sample.Output.Length), state = State(sample, pass);
        Forward(sample, pass, prepared, inPlace ? [y] : x, y, state);
        return y;
    }

    /// <summary>Fast output, input gradients and, while training, weight gradient.</summary>
    public static (float[] Y, float[][] Dx, float[] Gradient) Both(LayerSample sample, KernelPath path, Purpose purpose, int rows, float[][] x, float[] dy, bool inPlace = false)
    {
        (Pass pass, object? prepared) = Prepare(sample, path, purpose, rows);
        float[] y = inPlace ? [.. x[0]] : Junk(dy.Length), state = State(sample, pass);
        Forward(sample, pass, prepared, inPlace ? [y] : x, y, state);

        float[][] dx = [.. x.Select(values => Junk(values.Length))];
        float[] own = purpose == Purpose.Train ? new float[sample.Layer.GradientLength(path)] : [], gradient = new float[sample.Weights().Length];
        if (sample.Layer is MergeLayer merge)
        {
            for (int k = 0; k < dx.Length; k++)
                merge.Split(pass, k, sample.Inputs, dy, dx[k]);
        }
        else if (sample.Layer.IsIdentity(purpose))
        {
            dx[0] = [.. dy];
        }
        else
        {
            // What the layer does not keep may hold anything.
            float[] kept = sample.Layer.Keeps(purpose) switch { Kept.Input => x[0], Kept.Output => y, _ => Junk(x[0].Length) };
            if (inPlace)
                dx[0] = [.. dy];
            sample.Layer.Backward(pass, prepared, sample.Inputs[0], kept, inPlace ? dx[0] : dy, dx[0], own, state);
            if (own.Length > 0)
                sample.Layer.Unpack(path, own, gradient);
        }

        return (y, dx, gradient);
    }

    private static (Pass Pass, object? Prepared) Prepare(LayerSample sample, KernelPath path, Purpose purpose, int rows) =>
        (new(path, purpose, rows) { RowKeys = Enumerable.Range(0, rows).ToArray() }, sample.Layer.Prepare(path, sample.Weights(), null));

    private static void Forward(LayerSample sample, Pass pass, object? prepared, float[][] x, float[] y, float[] state)
    {
        if (sample.Layer is not MergeLayer merge)
        {
            if (sample.Layer.IsIdentity(pass.Purpose))
                x[0].CopyTo(y, 0);
            else
                sample.Layer.Forward(pass, prepared, sample.Inputs[0], x[0], y, state);
            return;
        }

        for (int k = 0; k < x.Length; k++)
            merge.Merge(pass, k, sample.Inputs, x[k], y);
    }

    private static float[] State(LayerSample sample, Pass pass) => Junk(sample.Layer is MergeLayer ? 0 : sample.Layer.StateLength(pass, sample.Inputs[0]));

    private static float[] Junk(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
