using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>i, f, o = σ(z), g = tanh(z); c = f·c′ + i·g; h = o·tanh c (Hochreiter and Schmidhuber 1997, with forget gates, without peepholes).</summary>
/// <remarks>Columns and gates i, f, g, o; the carry is the gradient of c. tanh c is computed again on the way back: cheaper than the memory it would cross.</remarks>
internal readonly unsafe struct LstmCell<TSimd, TVector, TGate> : ICell
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TGate : struct, IGate<TSimd, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int rows, float* z, float* bias, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
    {
        int w = TSimd.Count;
        TVector bi = TSimd.Load(bias), bf = TSimd.Load(bias + w), bg = TSimd.Load(bias + (2 * w)), bo = TSimd.Load(bias + (3 * w));
        for (int row = 0; row < rows; row++, z += 4 * w, cBefore += stride, cAfter += stride, h += stride)
        {
            TVector i = TGate.Apply(TSimd.Add(TSimd.Load(z), bi));
            TVector f = TGate.Apply(TSimd.Add(TSimd.Load(z + w), bf));
            TVector g = SimdMath.Tanh<TSimd, TVector>(TSimd.Add(TSimd.Load(z + (2 * w)), bg));
            TVector o = TGate.Apply(TSimd.Add(TSimd.Load(z + (3 * w)), bo));
            TVector c = TSimd.MultiplyAdd(f, TSimd.Load(cBefore), TSimd.Multiply(i, g));
            TSimd.Store(c, cAfter);
            if (gates is not null)
            {
                TSimd.Store(i, gates);
                TSimd.Store(f, gates + w);
                TSimd.Store(g, gates + (2 * w));
                TSimd.Store(o, gates + (3 * w));
                gates += 4 * w;
            }

            TSimd.Store(TSimd.Multiply(o, SimdMath.Tanh<TSimd, TVector>(c)), h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int rows, float* gates, float* cBefore, float* cAfter, nint stride, float* dh, nint dhStride, float* carry, float* dz)
    {
        int w = TSimd.Count;
        TVector least = TSimd.Splat(Cell.LeastGradient);
        for (int row = 0; row < rows; row++, gates += 4 * w, dz += 4 * w, cBefore += stride, cAfter += stride, dh += dhStride, carry += stride)
        {
            TVector i = TSimd.Load(gates), f = TSimd.Load(gates + w), g = TSimd.Load(gates + (2 * w)), o = TSimd.Load(gates + (3 * w));
            TVector u = SimdMath.Tanh<TSimd, TVector>(TSimd.Load(cAfter)), dhRow = TSimd.Load(dh), before = TSimd.Load(cBefore);

            // dc = dc″ + dh·o·(1 − tanh²c)
            TVector dhu = TSimd.Multiply(dhRow, u);
            TVector dc = TSimd.MultiplyAdd(o, TSimd.Subtract(dhRow, TSimd.Multiply(dhu, u)), TSimd.Load(carry));
            TVector dci = TSimd.Multiply(dc, i), dcf = TSimd.Multiply(dc, f), dcig = TSimd.Multiply(dci, g);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(TSimd.Multiply(dc, g), dcig, i)), dz);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(TSimd.Multiply(dc, before), TSimd.Multiply(dcf, before), f)), dz + w);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Subtract(dci, TSimd.Multiply(dcig, g))), dz + (2 * w));
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(dhu, TSimd.Multiply(dhu, o), o)), dz + (3 * w));
            TSimd.Store(TSimd.ZeroBelow(least, dcf), carry);
        }
    }
}
