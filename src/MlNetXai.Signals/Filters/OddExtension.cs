namespace MlNetXai.Signals.Filters;

/// <summary>A signal continued beyond its ends by turning it about them: x[−k] = 2x[0] − x[k], and likewise at the end (SciPy's <c>odd_ext</c>).</summary>
internal static class OddExtension
{
    /// <summary>Fills the first and last <paramref name="side"/> rows from the signal between them.</summary>
    /// <param name="rows"><c>[row, lane]</c>: side rows, the signal (more than <paramref name="side"/> rows), side rows.</param>
    /// <param name="side">Rows to fill at each end.</param>
    /// <param name="lanes">Signals side by side, at least 1.</param>
    public static void Fill(Span<double> rows, int side, int lanes)
    {
        int first = side * lanes, last = rows.Length - first - lanes;
        for (int k = lanes; k <= first; k += lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                rows[first - k + lane] = (2 * rows[first + lane]) - rows[first + k + lane];
                rows[last + k + lane] = (2 * rows[last + lane]) - rows[last - k + lane];
            }
        }
    }
}
