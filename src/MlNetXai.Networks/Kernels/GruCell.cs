using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Kernels;

/// <summary>r, z = σ(·), n = tanh(a + r·q), h = (1 − z)·n + z·h′ (Cho et al. 2014, in the form of PyTorch and of Keras' reset_after).</summary>
/// <remarks>Columns r, z, a = W_n x + b, q = U_n h′ + b; gates kept are r, z, n, q. c is h. The carry is the gradient that reaches h′ by way of z·h′.</remarks>
internal readonly unsafe struct GruCell<TSimd, TVector, TGate> : ICell
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TGate : struct, IGate<TSimd, TVector>
{
    public static bool CarriesHidden => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int rows, float* z, float* bias, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
    {
        int w = TSimd.Count;
        TVector br = TSimd.Load(bias), bz = TSimd.Load(bias + w), ba = TSimd.Load(bias + (2 * w)), bq = TSimd.Load(bias + (3 * w));
        for (int row = 0; row < rows; row++, z += 4 * w, cBefore += stride, cAfter += stride, h += stride)
        {
            TVector r = TGate.Apply(TSimd.Add(TSimd.Load(z), br));
            TVector update = TGate.Apply(TSimd.Add(TSimd.Load(z + w), bz));
            TVector q = TSimd.Add(TSimd.Load(z + (3 * w)), bq);
            TVector n = SimdMath.Tanh<TSimd, TVector>(TSimd.MultiplyAdd(r, q, TSimd.Add(TSimd.Load(z + (2 * w)), ba)));
            TVector after = TSimd.MultiplyAdd(update, TSimd.Subtract(TSimd.Load(cBefore), n), n);
            TSimd.Store(after, cAfter);
            TSimd.Store(after, h);
            if (gates is null)
                continue;
            TSimd.Store(r, gates);
            TSimd.Store(update, gates + w);
            TSimd.Store(n, gates + (2 * w));
            TSimd.Store(q, gates + (3 * w));
            gates += 4 * w;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int rows, float* gates, float* cBefore, float* cAfter, nint stride, float* dh, nint dhStride, float* carry, float* dz)
    {
        int w = TSimd.Count;
        TVector one = TSimd.Splat(1f), least = TSimd.Splat(Cell.LeastGradient);
        for (int row = 0; row < rows; row++, gates += 4 * w, dz += 4 * w, cBefore += stride, dh += dhStride, carry += stride)
        {
            TVector r = TSimd.Load(gates), z = TSimd.Load(gates + w), n = TSimd.Load(gates + (2 * w)), q = TSimd.Load(gates + (3 * w));
            TVector dAfter = TSimd.Add(TSimd.Load(dh), TSimd.Load(carry));
            TVector dUpdate = TSimd.Multiply(dAfter, TSimd.Subtract(TSimd.Load(cBefore), n)), past = TSimd.Multiply(dAfter, z);

            // Through tanh: dn·(1 − n²), where dn = dh·(1 − z).
            TVector da = TSimd.Multiply(TSimd.Subtract(dAfter, past), TSimd.Subtract(one, TSimd.Multiply(n, n)));
            TVector dr = TSimd.Multiply(da, q);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(dr, TSimd.Multiply(dr, r), r)), dz);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(dUpdate, TSimd.Multiply(dUpdate, z), z)), dz + w);
            TSimd.Store(TSimd.ZeroBelow(least, da), dz + (2 * w));
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Multiply(da, r)), dz + (3 * w));
            TSimd.Store(TSimd.ZeroBelow(least, past), carry);
        }
    }
}

/// <summary>r, z = σ(·), n = tanh(a + U_n(r⊙h′)), h = (1 − z)·n + z·h′ (Cho et al. 2014).</summary>
/// <remarks>Columns r, z, a = W_n x + b, the last empty; gates kept are r, z, n. c is h. The carry is the gradient that reaches h′ by way of z·h′ and r⊙h′.</remarks>
internal readonly unsafe struct GruResetBeforeCell<TSimd, TVector, TGate> : ICell
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TGate : struct, IGate<TSimd, TVector>
{
    public static bool CarriesHidden => true;

    public static bool ResetsBefore => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(int rows, float* z, float* bias, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
    {
        int w = TSimd.Count;
        TVector br = TSimd.Load(bias), bz = TSimd.Load(bias + w), ba = TSimd.Load(bias + (2 * w));
        for (int row = 0; row < rows; row++, z += 4 * w, cBefore += stride, h += stride, gates += 4 * w)
        {
            TVector r = TGate.Apply(TSimd.Add(TSimd.Load(z), br));
            TSimd.Store(r, gates);
            TSimd.Store(TGate.Apply(TSimd.Add(TSimd.Load(z + w), bz)), gates + w);
            TSimd.Store(TSimd.Add(TSimd.Load(z + (2 * w)), ba), gates + (2 * w));
            TSimd.Store(TSimd.Multiply(r, TSimd.Load(cBefore)), h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(int rows, float* z, float* cBefore, float* cAfter, float* h, nint stride, float* gates)
    {
        int w = TSimd.Count;
        for (int row = 0; row < rows; row++, z += 4 * w, cBefore += stride, cAfter += stride, h += stride, gates += 4 * w)
        {
            TVector n = SimdMath.Tanh<TSimd, TVector>(TSimd.Add(TSimd.Load(gates + (2 * w)), TSimd.Load(z + (2 * w))));
            TVector after = TSimd.MultiplyAdd(TSimd.Load(gates + w), TSimd.Subtract(TSimd.Load(cBefore), n), n);
            TSimd.Store(n, gates + (2 * w));
            TSimd.Store(after, cAfter);
            TSimd.Store(after, h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int rows, float* gates, float* cBefore, float* cAfter, nint stride, float* dh, nint dhStride, float* carry, float* dz)
    {
        int w = TSimd.Count;
        TVector one = TSimd.Splat(1f), zero = TSimd.Splat(0f), least = TSimd.Splat(Cell.LeastGradient);
        for (int row = 0; row < rows; row++, gates += 4 * w, dz += 4 * w, cBefore += stride, dh += dhStride, carry += stride)
        {
            TVector z = TSimd.Load(gates + w), n = TSimd.Load(gates + (2 * w));
            TVector dAfter = TSimd.Add(TSimd.Load(dh), TSimd.Load(carry));
            TVector dUpdate = TSimd.Multiply(dAfter, TSimd.Subtract(TSimd.Load(cBefore), n)), past = TSimd.Multiply(dAfter, z);
            TSimd.Store(zero, dz);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(dUpdate, TSimd.Multiply(dUpdate, z), z)), dz + w);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.Multiply(TSimd.Subtract(dAfter, past), TSimd.Subtract(one, TSimd.Multiply(n, n)))), dz + (2 * w));
            TSimd.Store(zero, dz + (3 * w));
            TSimd.Store(TSimd.ZeroBelow(least, past), carry);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardReset(int rows, float* gates, float* cBefore, nint stride, float* dReset, nint dResetStride, float* carry, float* dz, float* kept)
    {
        int w = TSimd.Count;
        TVector least = TSimd.Splat(Cell.LeastGradient);
        for (int row = 0; row < rows; row++, gates += 4 * w, dz += 4 * w, cBefore += stride, dReset += dResetStride, carry += stride)
        {
            TVector r = TSimd.Load(gates), before = TSimd.Load(cBefore), d = TSimd.Load(dReset), dr = TSimd.Multiply(d, before);
            TSimd.Store(TSimd.ZeroBelow(least, TGate.Back(dr, TSimd.Multiply(dr, r), r)), dz);
            TSimd.Store(TSimd.ZeroBelow(least, TSimd.MultiplyAdd(d, r, TSimd.Load(carry))), carry);
            if (kept is null)
                continue;
            TSimd.Store(TSimd.Multiply(r, before), kept);
            kept += stride;
        }
    }
}
