namespace MlNetXai.Signals.Filters;

/// <summary>A recursive filter of order 4 in direct form II transposed: y = B0·x + z0; z[j] ← B[j+1]·x − A[j+1]·y + z[j+1].</summary>
/// <remarks>Z0 … Z3 is the state in which a constant input of 1 gives a constant output. A0 is 1.</remarks>
internal readonly record struct FourthOrderSection(
    double B0, double B1, double B2, double B3, double B4, double A1, double A2, double A3, double A4, double Z0, double Z1, double Z2, double Z3)
{
    /// <summary>With the steady state computed from the coefficients.</summary>
    /// <param name="b">b0 … b4.</param>
    /// <param name="a">a0 … a4, a0 = 1.</param>
    /// <param name="gain">Gain at 0 Hz, Σb / Σa: given, since the sums cancel for a high-pass.</param>
    public static FourthOrderSection From(ReadOnlySpan<double> b, ReadOnlySpan<double> a, double gain)
    {
        double z3 = b[4] - (a[4] * gain);
        double z2 = b[3] - (a[3] * gain) + z3;
        double z1 = b[2] - (a[2] * gain) + z2;
        double z0 = b[1] - (a[1] * gain) + z1;
        return new(b[0], b[1], b[2], b[3], b[4], a[1], a[2], a[3], a[4], z0, z1, z2, z3);
    }
}
