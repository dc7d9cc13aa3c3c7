using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>Work over the channels of each step of <c>[step, channel]</c>: layer norm and softmax.</summary>
/// <remarks>Each step runs in vectors from its first channel on, sums in the vectors' lanes; the channels beyond the last whole vector go one by one (sums) or through a buffer (maps).
/// A step's bits do not depend on its place.</remarks>
internal static unsafe class StepKernel
{
    /// <summary>y = (x − μ)/√(σ² + ε)·weight + bias; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LayerNorm<TSimd, TVector>(float* x, float* y, nint steps, nint channels, float epsilon, float* weight, float* bias)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (nint step = 0; step < steps; step++, x += channels, y += channels)
        {
            float mean = Moments<TSimd, TVector>(x, channels, epsilon, out float scale);
            TVector centre = TSimd.Splat(mean), factor = TSimd.Splat(scale);
            nint c = 0;
            for (; c + TSimd.Count <= channels; c += TSimd.Count)
                TSimd.Store(
                    TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), centre), factor), TSimd.Load(weight + c), TSimd.Load(bias + c)), y + c);
            for (; c < channels; c++)
                y[c] = ((x[c] - mean) * scale * weight[c]) + bias[c];
        }
    }

    /// <summary>With g = dy·weight: dx = (g − mean g − x̂·mean(g·x̂))/√(σ² + ε), unless it is null; adds dy·x̂ and dy to the gradient, unless it is null. dx may be dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LayerNormBack<TSimd, TVector>(
        float* x, float* dy, float* dx, nint steps, nint channels, float epsilon, float* weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (nint step = 0; step < steps; step++, x += channels, dy += channels)
        {
            float mean = Moments<TSimd, TVector>(x, channels, epsilon, out float scale);
            TVector centre = TSimd.Splat(mean), factor = TSimd.Splat(scale);
            if (gradient != null)
                AddGradient<TSimd, TVector>(x, dy, channels, mean, scale, gradient);
            if (dx == null)
                continue;

            TVector first = TSimd.Splat(0f), second = first;
            nint c = 0;
            for (; c + TSimd.Count <= channels; c += TSimd.Count)
            {
                TVector g = TSimd.Multiply(TSimd.Load(dy + c), TSimd.Load(weight + c));
                first = TSimd.Add(first, g);
                second = TSimd.MultiplyAdd(g, TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), centre), factor), second);
            }

            float sum = TSimd.Sum(first), product = TSimd.Sum(second);
            for (; c < channels; c++)
            {
                float g = dy[c] * weight[c];
                sum += g;
                product += g * ((x[c] - mean) * scale);
            }

            float meanG = sum / channels, meanProduct = product / channels;
            TVector all = TSimd.Splat(meanG), share = TSimd.Splat(-meanProduct);
            for (c = 0; c + TSimd.Count <= channels; c += TSimd.Count)
            {
                TVector g = TSimd.Subtract(TSimd.Multiply(TSimd.Load(dy + c), TSimd.Load(weight + c)), all);
                TVector normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), centre), factor);
                TSimd.Store(TSimd.Multiply(TSimd.MultiplyAdd(normal, share, g), factor), dx + c);
            }

            for (; c < channels; c++)
                dx[c] = ((dy[c] * weight[c]) - meanG - ((x[c] - mean) * scale * meanProduct)) * scale;
            dx += channels;
        }
    }

    /// <summary>y = softmax(x) at each step; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax<TSimd, TVector>(float* x, float* y, nint steps, nint channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* rest = stackalloc float[TSimd.Count];
        nint whole = channels / TSimd.Count * TSimd.Count;
        int left = (int)(channels - whole);
        for (nint step = 0; step < steps; step++, x += channels, y += channels)
        {
            float largest = float.NegativeInfinity;
            for (nint c = 0; c < channels; c++)
                largest = x[c] > largest ? x[c] : largest;

            // A NaN is no largest value, but makes its own exponential and so the sum NaN.
            TVector shift = TSimd.Splat(largest), sums = TSimd.Splat(0f);
            for (nint c = 0; c < whole; c += TSimd.Count)
            {
                TVector e = SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Load(x + c), shift));
                TSimd.Store(e, y + c);
                sums = TSimd.Add(sums, e);
            }

            float sum = TSimd.Sum(sums);
            if (left > 0)
            {
                new Span<float>(x + whole, left).CopyTo(new(rest, left));
                TSimd.Store(SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Load(rest), shift)), rest);
                for (int i = 0; i < left; i++)
                    sum += y[whole + i] = rest[i];
            }

            for (nint c = 0; c < whole; c += TSimd.Count)
                TSimd.Store(TSimd.Divide(TSimd.Load(y + c), TSimd.Splat(sum)), y + c);
            for (nint c = whole; c < channels; c++)
                y[c] /= sum;
        }
    }

    /// <summary>dx = y·(dy − Σ dy·y) at each step; dx may be dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxBack<TSimd, TVector>(float* y, float* dy, float* dx, nint steps, nint channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (nint step = 0; step < steps; step++, y += channels, dy += channels, dx += channels)
        {
            TVector sums = TSimd.Splat(0f);
            nint c = 0;
            for (; c + TSimd.Count <= channels; c += TSimd.Count)
                sums = TSimd.MultiplyAdd(TSimd.Load(dy + c), TSimd.Load(y + c), sums);
            float mean = TSimd.Sum(sums);
            for (; c < channels; c++)
                mean += dy[c] * y[c];
            TVector all = TSimd.Splat(mean);
            for (c = 0; c + TSimd.Count <= channels; c += TSimd.Count)
                TSimd.Store(TSimd.Multiply(TSimd.Load(y + c), TSimd.Subtract(TSimd.Load(dy + c), all)), dx + c);
            for (; c < channels; c++)
                dx[c] = y[c] * (dy[c] - mean);
        }
    }

    // The mean; scale = 1/√(σ² + ε), NaN where the squares overflow: 0 would make finite numbers of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Moments<TSimd, TVector>(float* x, nint channels, float epsilon, out float scale)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector sums = TSimd.Splat(0f), squares = sums;
        nint c = 0;
        for (; c + TSimd.Count <= channels; c += TSimd.Count)
            sums = TSimd.Add(sums, TSimd.Load(x + c));
        float sum = TSimd.Sum(sums);
        for (; c < channels; c++)
            sum += x[c];
        float mean = sum / channels;

        TVector centre = TSimd.Splat(mean);
        for (c = 0; c + TSimd.Count <= channels; c += TSimd.Count)
        {
            TVector d = TSimd.Subtract(TSimd.Load(x + c), centre);
            squares = TSimd.MultiplyAdd(d, d, squares);
        }

        float square = TSimd.Sum(squares);
        for (; c < channels; c++)
            square += (x[c] - mean) * (x[c] - mean);
        scale = float.IsFinite(square) ? 1 / MathF.Sqrt((square / channels) + epsilon) : float.NaN;
        return mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGradient<TSimd, TVector>(float* x, float* dy, nint channels, float mean, float scale, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector centre = TSimd.Splat(mean), factor = TSimd.Splat(scale);
        float* bias = gradient + channels;
        nint c = 0;
        for (; c + TSimd.Count <= channels; c += TSimd.Count)
        {
            TVector d = TSimd.Load(dy + c);
            TSimd.Store(TSimd.MultiplyAdd(d, TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + c), centre), factor), TSimd.Load(gradient + c)), gradient + c);
            TSimd.Store(TSimd.Add(TSimd.Load(bias + c), d), bias + c);
        }

        for (; c < channels; c++)
        {
            gradient[c] += dy[c] * ((x[c] - mean) * scale);
            bias[c] += dy[c];
        }
    }
}
