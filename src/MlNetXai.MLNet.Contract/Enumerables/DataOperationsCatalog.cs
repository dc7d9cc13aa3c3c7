using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What <see cref="MLContext.Data"/> offers: data views from objects and back, and steps over rows.</summary>
public sealed partial class DataOperationsCatalog
{
    internal DataOperationsCatalog(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }

    /// <summary>A view of objects: lazy, one pass over <paramref name="data"/> per cursor.</summary>
    /// <param name="data">Must be enumerable more than once, or be cached.</param>
    /// <param name="schemaDefinition">Null for what the attributes of the class say.</param>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(data, new(schemaDefinition));
    }

    /// <summary>A view of objects with names, types and annotations of <paramref name="schema"/>; each of its columns needs a member.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(data, new(SchemaDefinition.Create(typeof(TRow), schema)));
    }

    /// <summary>The rows as objects; every enumeration reads the view again.</summary>
    /// <param name="data">The view; columns without member are not read.</param>
    /// <param name="reuseRowObject">Whether one object is filled again and again: cheap, but gone with the next row.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column keep their value; else they are an error.</param>
    /// <param name="schemaDefinition">Null for what the attributes of the class say.</param>
    /// <remarks>Keys come as in the view, 1 … count and 0 for missing, and so differ by one from what a class writes.</remarks>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return Enumerate(data, new ObjectFiller<TRow>(data.Schema, schemaDefinition, ignoreMissingColumns), reuseRowObject);
    }

    /// <summary>Keeps the columns that are asked for in memory, read once; they can be shuffled and read by several cursors.</summary>
    /// <param name="input">Read at the first row that somebody asks for.</param>
    /// <param name="columnsToPrefetch">Columns to read together with the first ones asked for.</param>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new CacheDataView(input, [.. (columnsToPrefetch ?? []).Select(name => input.Schema[name])]);
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectFiller<TRow> filler, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(filler.Columns);
        Action<TRow> fill = filler.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !reuseRowObject)
                row = new();
            fill(row);
            yield return row;
        }
    }
}
