namespace Microsoft.ML.Data;

/// <summary>The errors whose types and texts callers of ML.NET know; each method makes one, ready to be thrown.</summary>
internal static class Messages
{
    public static ArgumentOutOfRangeException ColumnNotFound(string name, string parameter) => new(parameter, $"Column '{name}' not found");

    /// <param name="role">Letters before "column": "input", "feature"; evaluators swap role and name.</param>
    /// <param name="name">Of the column.</param>
    /// <param name="parameter">Of the method, usually "inputSchema".</param>
    public static ArgumentOutOfRangeException ColumnMissing(string role, string name, string parameter = "inputSchema") =>
        new(parameter, $"Could not find {role} column '{name}'");

    public static ArgumentOutOfRangeException SchemaMismatch(string role, string name, string expected, string got, string parameter = "inputSchema") =>
        new(parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {got}");

    /// <summary>The two blanks are ML.NET's.</summary>
    public static ArgumentOutOfRangeException MemberColumnMissing(string name) => new(nameof(name), $"Could not find  column '{name}'");

    public static InvalidOperationException CannotBind(string column, DataViewType type, string member, Type memberType) =>
        new($"Can't bind the IDataView column '{column}' of type '{type}' to field or property '{member}' of type '{memberType.FullName}'.");

    public static ArgumentOutOfRangeException AnnotationMissing(string kind) => new(nameof(kind), $"Metadata {kind} does not exist");

    public static ArgumentOutOfRangeException ColumnNotActive(DataViewSchema.Column column) =>
        new(nameof(column), $"requested column not active: '{column.Name}'. Name it among the columns needed.");

    public static InvalidOperationException InvalidGetterType<TValue>(DataViewSchema.Column column) =>
        new($"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");

    public static ArgumentOutOfRangeException MustBePositive(string parameter) => new(parameter, "Must be greater than zero.");

    public static ArgumentOutOfRangeException MustBeFraction(string parameter) => new(parameter, "Must be between 0 and 1 exclusive");

    public static ArgumentOutOfRangeException MustBeMoreThanOne(string parameter) => new(parameter, "Must be more than 1");

    public static ArgumentOutOfRangeException NotRowToRow(string parameter) => new(parameter, "Must be a row to row mapper");
}
