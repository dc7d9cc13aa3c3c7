namespace MlNetXai;

/// <summary>Rows × steps × channels of single-precision values, contiguous, <c>[row, step, channel]</c>, channel fastest.</summary>
/// <remarks>The one shape that crosses a project's border. The memory belongs to whoever made the batch.</remarks>
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
    /// <exception cref="ShapeException">The memory does not have rows × steps × channels values.</exception>
    public Batch(int rows, int steps, int channels, Memory<float> values)
    {
        Rows = Require.AtLeast(rows, 0, nameof(rows));
        Shape = new(Require.AtLeast(steps, 1, nameof(steps)), Require.AtLeast(channels, 1, nameof(channels)));
        MlNetXai.Require.Length(values.Span, (long)rows * steps * channels, nameof(values));
        _values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Steps and channels of every row.</summary>
    public RowShape Shape { get; }

    /// <summary>Steps per row.</summary>
    public int Steps => Shape.Steps;

    /// <summary>Channels per step.</summary>
    public int Channels => Shape.Channels;

    /// <summary>All values, <c>[row, step, channel]</c>.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>Values of one row, <c>[step, channel]</c>.</summary>
    public Span<float> Row(int row) => _values.Span.Slice(row * Shape.Length, Shape.Length);

    /// <summary>Rows <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> − 1, sharing this batch's memory.</summary>
    public Batch Slice(int start, int count) =>
        new(count, Steps, Channels, _values.Slice(start * Shape.Length, count * Shape.Length));

    /// <summary>A copy of the rows named, in that order.</summary>
    public Batch Gather(ReadOnlySpan<int> rows)
    {
        Batch result = new(rows.Length, Steps, Channels);
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
}
