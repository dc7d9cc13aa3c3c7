using System.Diagnostics;

namespace MlNetXai.Networks.Kernels;

internal abstract partial class KernelPath
{
    /// <summary>y = f(x), value by value; y may be x.</summary>
    public abstract void Elementwise(ElementwiseFunction function, ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx = f′·dy, value by value; dx may be dy.</summary>
    /// <param name="function">The function.</param>
    /// <param name="kept">y, or x for the forms of GELU.</param>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    public abstract void ElementwiseBack(ElementwiseFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx);
}

internal sealed unsafe partial class KernelPath<TSimd, TVector>
{
    public override void Elementwise(ElementwiseFunction function, ReadOnlySpan<float> x, Span<float> y)
    {
        Require.Length(y, x.Length);
        (nint length, float a, float b) = (x.Length, function.A, function.B);
        fixed (float* from = x, to = y)
        {
            switch (function.Kind)
            {
                case ElementwiseKind.Relu: ElementwiseKernel.Forward<ReluFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.LeakyRelu: ElementwiseKernel.Forward<LeakyReluFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.Elu: ElementwiseKernel.Forward<EluFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.Gelu: ElementwiseKernel.Forward<GeluFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.GeluTanh: ElementwiseKernel.Forward<GeluTanhFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.Sigmoid: ElementwiseKernel.Forward<SigmoidFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.HardSigmoid: ElementwiseKernel.Forward<HardSigmoidFunction, TSimd, TVector>(from, to, length, a, b); break;
                case ElementwiseKind.Tanh: ElementwiseKernel.Forward<TanhFunction, TSimd, TVector>(from, to, length, a, b); break;
                default: throw new UnreachableException();
            }
        }
    }

    public override void ElementwiseBack(ElementwiseFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Require.Length(dy, kept.Length);
        Require.Length(dx, kept.Length);
        (nint length, float a, float b) = (kept.Length, function.A, function.B);
        fixed (float* from = kept, back = dy, to = dx)
        {
            switch (function.Kind)
            {
                case ElementwiseKind.Relu: ElementwiseKernel.Backward<ReluFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.LeakyRelu: ElementwiseKernel.Backward<LeakyReluFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.Elu: ElementwiseKernel.Backward<EluFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.Gelu: ElementwiseKernel.Backward<GeluFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.GeluTanh: ElementwiseKernel.Backward<GeluTanhFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.Sigmoid: ElementwiseKernel.Backward<SigmoidFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.HardSigmoid: ElementwiseKernel.Backward<HardSigmoidFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                case ElementwiseKind.Tanh: ElementwiseKernel.Backward<TanhFunction, TSimd, TVector>(from, back, to, length, a, b); break;
                default: throw new UnreachableException();
            }
        }
    }
}
