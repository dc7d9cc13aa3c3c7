using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Checks of column pairs, and their form in model files: arrays of output and input name.</summary>
internal static class ColumnPairs
{
    /// <exception cref="ArgumentException">There are none.</exception>
    public static InputOutputColumnPair[] Require(InputOutputColumnPair[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns is [])
            throw new ArgumentException("At least one pair of columns is needed.", nameof(columns));
        foreach (InputOutputColumnPair pair in columns)
            ArgumentNullException.ThrowIfNull(pair, nameof(columns));
        return [.. columns];
    }

    public static JsonArray ToJson(IEnumerable<InputOutputColumnPair> columns) =>
        new([.. columns.Select(pair => new JsonArray(pair.OutputColumnName, pair.InputColumnName))]);

    public static InputOutputColumnPair[] FromJson(JsonNode columns) =>
        [.. columns.Items().Select(pair => new InputOutputColumnPair(pair.Items(2)[0].Read<string>(), pair[1].Read<string>()))];
}
