using Microsoft.ML;

namespace MlNetXai.MLNet.Blocks;

/// <summary>Columns that are computed for blocks of rows, bound to one input schema.</summary>
/// <remarks>Immutable and shared by cursors; what a cursor needs of its own is in its <see cref="BlockWorker"/>.</remarks>
internal abstract class BlockMap
{
    private readonly Lazy<DataViewSchema> _outputSchema;

    protected BlockMap(DataViewSchema inputSchema, IReadOnlyList<DataViewSchema.Column> inputs, IReadOnlyList<DataViewSchema.DetachedColumn> outputs)
    {
        (InputSchema, Inputs, Outputs) = (inputSchema, inputs, outputs);
        _outputSchema = new(() =>
        {
            DataViewSchema.Builder builder = new();
            builder.AddColumns(InputSchema);
            builder.AddColumns(Outputs);
            return builder.ToSchema();
        });
    }

    /// <summary>The schema it is bound to.</summary>
    public DataViewSchema InputSchema { get; }

    /// <summary>The input's columns, then the computed ones.</summary>
    public DataViewSchema OutputSchema => _outputSchema.Value;

    /// <summary>Columns that are read, and only when a computed one is active.</summary>
    public IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>Columns that are computed.</summary>
    public IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; }

    /// <summary>Rows that are read ahead and computed together; results do not depend on it.</summary>
    public virtual int BlockRows => 512;

    /// <summary>Opens a worker on the rows of a cursor.</summary>
    /// <param name="row">The input's row, whose getters the worker takes.</param>
    /// <param name="capacity">Rows of its block.</param>
    /// <param name="active">Which outputs are asked for.</param>
    public abstract BlockWorker Open(DataViewRow row, int capacity, IReadOnlyList<bool> active);

    /// <summary>Index among <see cref="Outputs"/> of a column of the output schema, negative for one of the input.</summary>
    public int OutputIndex(DataViewSchema.Column column) => column.Index - InputSchema.Count;

    /// <summary>Input columns needed for active columns of the output schema.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(IEnumerable<DataViewSchema.Column> active)
    {
        SortedSet<int> indices = [];
        foreach (DataViewSchema.Column column in active)
        {
            if (OutputIndex(column) < 0)
                indices.Add(column.Index);
            else
                indices.UnionWith(Inputs.Select(input => input.Index));
        }

        return [.. indices.Select(index => InputSchema[index])];
    }

    /// <summary>Which outputs are among the active columns, <c>[output]</c>.</summary>
    public bool[] ActiveOutputs(IEnumerable<DataViewSchema.Column> active)
    {
        bool[] outputs = new bool[Outputs.Count];
        foreach (DataViewSchema.Column column in active)
        {
            if (OutputIndex(column) is >= 0 and int index)
                outputs[index] = true;
        }

        return outputs;
    }
}

/// <summary>One cursor's block: input rows are read into it, computed at once, and handed out.</summary>
internal abstract class BlockWorker
{
    /// <summary>Reads the input's current row.</summary>
    /// <param name="slot">Its place in the block.</param>
    public abstract void Read(int slot);

    /// <summary>Computes the rows read.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="firstPosition">Position of the first one in the view, for messages.</param>
    public abstract void Compute(int rows, long firstPosition);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of an output's values.</summary>
    /// <param name="output">Index of the output.</param>
    /// <param name="slot">Sees to it that the block is computed, and gives the place of the current row.</param>
    public abstract Delegate Getter(int output, Func<int> slot);
}
