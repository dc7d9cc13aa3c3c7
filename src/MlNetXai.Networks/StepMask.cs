namespace MlNetXai.Networks;

/// <summary>Which steps of a block of rows hold data. The others, padding behind a row's length or steps that a masking layer found empty, are left out.</summary>
internal sealed class StepMask
{
    private readonly bool[] _holdsData;

    /// <param name="rows">Rows of the block.</param>
    /// <param name="steps">Steps per row.</param>
    /// <param name="holdsData"><c>[row, step]</c>; used, not copied.</param>
    public StepMask(int rows, int steps, bool[] holdsData)
    {
        (Rows, Steps, _holdsData) = (rows, steps, holdsData);
        HasGaps = new bool[steps];
        for (int i = 0; i < holdsData.Length; i++)
            HasGaps[i % steps] |= !holdsData[i];
    }

    public int Rows { get; }

    public int Steps { get; }

    /// <summary>For each step, whether some row has no data there.</summary>
    public bool[] HasGaps { get; }

    /// <summary>Whether a row has data at a step.</summary>
    public bool this[int row, int step] => _holdsData[(row * Steps) + step];

    /// <summary>One row's steps.</summary>
    public ReadOnlySpan<bool> Row(int row) => _holdsData.AsSpan(row * Steps, Steps);

    /// <summary>Mask of rows by their lengths; null where all steps hold data.</summary>
    /// <param name="lengths">Steps of each row that hold data; empty = all.</param>
    /// <param name="start">Number of the first step: that of a row's suffix.</param>
    /// <param name="steps">Steps of the block's rows.</param>
    public static StepMask? Of(ReadOnlySpan<int> lengths, int start, int steps)
    {
        bool[] holdsData = new bool[lengths.Length * steps];
        bool hasGaps = false;
        for (int row = 0; row < lengths.Length; row++)
        {
            int own = Math.Clamp(lengths[row] - start, 0, steps);
            holdsData.AsSpan(row * steps, own).Fill(true);
            hasGaps |= own < steps;
        }

        return hasGaps ? new(lengths.Length, steps, holdsData) : null;
    }

    /// <summary>Steps that hold data in both; null stands for all steps.</summary>
    public static StepMask? Both(StepMask? a, StepMask? b)
    {
        if (a is null || b is null || ReferenceEquals(a, b))
            return a ?? b;
        bool[] both = new bool[a._holdsData.Length];
        for (int i = 0; i < both.Length; i++)
            both[i] = a._holdsData[i] && b._holdsData[i];
        return new(a.Rows, a.Steps, both);
    }
}

/// <summary>What a layer does with a mask of steps.</summary>
internal enum MaskUse
{
    /// <summary>It mixes steps and cannot leave one out.</summary>
    Refuses,

    /// <summary>Its output has the input's steps, and the mask holds for them too: it acts on each step alone, or carries its state over masked ones.</summary>
    HandsOn,

    /// <summary>It reads the steps that hold data alone; all steps of its output hold data.</summary>
    Ends,
}
