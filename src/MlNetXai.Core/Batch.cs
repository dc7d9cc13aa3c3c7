namespace MlNetXai;

/// <summary>Rows × steps × channels of single-precision values, contiguous, <c>[row, step, channel]</c>, channel fastest.</summary>
/// <remarks>The one shape that crosses a project's border. The memory belongs to whoever made the batch. Rows may hold fewer steps than the batch has
/// (<see cref="Lengths"/>): what stands behind a row's last step is padding, which changes no score and gets an attribution of exactly 0.</remarks>
public sealed class Batch
{
    private readonly Memory<float> _values;

    /// <summary>A batch of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or steps or channels are 0.</exception>
    public Batch(int rows, int steps, int channels)
        : this(rows, steps, channels, new float[checked(rows * steps * channels)])
    {
    }

    /// <summary>A batch over memory that exists.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="steps">Steps per row, at least 1.</param>
    /// <param name="channels">Channels per step, at least 1.</param>
    /// <param name="values"><c>[row, step, channel]</c>; used, not copied.</param>
    /// <param name="lengths">Steps of each row that hold data, 1 … <paramref name="steps"/>, <c>[row]</c>; used, not copied. Empty, the default: all steps of all rows.</param>
    /// <exception cref="ShapeException">The memory does not have rows × steps × channels values, or there is not one length per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range, or a length; its row is named.</exception>
    public Batch(int rows, int steps, int channels, Memory<float> values, ReadOnlyMemory<int> lengths = default)
    {
        Rows = Require.AtLeast(rows, 0, nameof(rows));
        Shape = new(Require.AtLeast(steps, 1, nameof(steps)), Require.AtLeast(channels, 1, nameof(channels)));
        MlNetXai.Require.Length(values.Span, (long)rows * steps * channels, nameof(values));
        if (!lengths.IsEmpty)
            RequireLengths(lengths.Span);
        (_values, Lengths) = (values, lengths);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Steps and channels of every row.</summary>
    public RowShape Shape { get; }

    /// <summary>Steps per row.</summary>
    public int Steps => Shape.Steps;

    /// <summary>Channels per step.</summary>
    public int Channels => Shape.Channels;

    /// <summary>Steps of each row that hold data, <c>[row]</c>, 1 … <see cref="Steps"/>; the rest is padding. Empty: all steps of all rows hold data.</summary>
    public ReadOnlyMemory<int> Lengths { get; }

    /// <summary>All values, <c>[row, step, channel]</c>.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>Values of one row, <c>[step, channel]</c>.</summary>
    public Span<float> Row(int row) => _values.Span.Slice(row * Shape.Length, Shape.Length);

    /// <summary>Steps of one row that hold data.</summary>
    public int LengthOf(int row) => Lengths.IsEmpty ? Steps : Lengths.Span[row];

    /// <summary>A batch of zeros with the rows, steps and lengths of this one.</summary>
    /// <param name="channels">Channels per step; null, the default: as many as here.</param>
    public Batch Blank(int? channels = null)
    {
        int each = channels ?? Channels;
        return new(Rows, Steps, each, new float[checked(Rows * Steps * each)], Lengths);
    }

    /// <summary>Rows <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> − 1, sharing this batch's memory.</summary>
    public Batch Slice(int start, int count) =>
        new(count, Steps, Channels, _values.Slice(start * Shape.Length, count * Shape.Length), Lengths.IsEmpty ? default : Lengths.Slice(start, count));

    /// <summary>A copy of the rows named, in that order.</summary>
    public Batch Gather(ReadOnlySpan<int> rows)
    {
        int[] lengths = new int[Lengths.IsEmpty ? 0 : rows.Length];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = Lengths.Span[rows[i]];
        Batch result = new(rows.Length, Steps, Channels, new float[checked(rows.Length * Shape.Length)], lengths);
        for (int i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(result.Row(i));
        return result;
    }

    /// <summary>Throws when a value is NaN or infinite, naming row, step and channel.</summary>
    /// <param name="what">What the batch holds, for the message.</param>
    /// <exception cref="MlNetXaiException">A value is not finite.</exception>
    public void RequireFinite(string what)
    {
        ReadOnlySpan<float> values = Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]))
                continue;
            (int row, int rest) = Math.DivRem(i, Shape.Length);
            (int step, int channel) = Math.DivRem(rest, Channels);
            throw new MlNetXaiException(
                $"{what}, row {row}, step {step}, channel {channel}: the value is {values[i]}; values must be finite. Remove the row or repair its source.",
                position: $"row {row}");
        }
    }

    private void RequireLengths(ReadOnlySpan<int> lengths)
    {
        MlNetXai.Require.Length(lengths, Rows, nameof(lengths));
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 1 || lengths[row] > Steps)
                throw new ArgumentOutOfRangeException(nameof(lengths), lengths[row], $"The length of row {row} is {lengths[row]} and must lie in 1 … {Steps}, the steps of the batch. Leave out rows without steps, or make the batch longer.");
        }
    }
}
