using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetXai.Networks.Training;

/// <summary>Clipping by the global norm (Pascanu et al. 2013, algorithm 1; as PyTorch's clip_grad_norm_).</summary>
internal static class GradientClipping
{
    /// <summary>Multiplies the parts of a gradient by largest/(norm + 1e-6) if that is below 1; the norm is over all parts.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="parts">Start and length of the parts that count.</param>
    /// <param name="largest">Largest norm, above 0.</param>
    public static void Clip(Span<float> gradient, IReadOnlyList<(int Start, int Length)> parts, double largest)
    {
        double squares = 0;
        foreach ((int start, int length) in parts)
            squares += SumOfSquares(gradient.Slice(start, length));
        double factor = largest / (Math.Sqrt(squares) + 1e-6);
        if (factor >= 1)
            return;
        foreach ((int start, int length) in parts)
        {
            Span<float> part = gradient.Slice(start, length);
            TensorPrimitives.Multiply(part, (float)factor, part);
        }
    }

    // In double and 8 sums whatever the machine: TensorPrimitives' order of summation depends on where the memory lies.
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector256<double> low = default, high = default;
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        foreach (Vector256<float> vector in vectors)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(vector);
            low += a * a;
            high += b * b;
        }

        Vector256<double> both = low + high;
        double sum = both[0] + both[1] + both[2] + both[3];
        foreach (float value in values[(vectors.Length * Vector256<float>.Count)..])
            sum += (double)value * value;
        return sum;
    }
}
