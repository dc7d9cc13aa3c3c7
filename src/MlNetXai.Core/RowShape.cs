namespace MlNetXai;

/// <summary>Shape of one row: steps in time and channels per step.</summary>
/// <param name="Steps">Steps in time, at least 1.</param>
/// <param name="Channels">Values per step, at least 1.</param>
public readonly record struct RowShape(int Steps, int Channels)
{
    /// <summary>Values of one row, steps × channels.</summary>
    public int Length => checked(Steps * Channels);

    /// <inheritdoc/>
    public override string ToString() => $"{Steps} steps × {Channels} channels";
}
