namespace Microsoft.ML.Data;

/// <summary>Getters of columns whose type is known at run time only.</summary>
internal static class Getters
{
    /// <summary>The getter of a column, a <see cref="ValueGetter{TValue}"/> of its raw type.</summary>
    public static Delegate GetGetter(DataViewRow row, DataViewSchema.Column column) =>
        RawTypes.Invoke(column.Type.RawType, new Get(row, column));

    /// <summary><paramref name="getter"/> as the type that the caller asked for.</summary>
    /// <exception cref="InvalidOperationException">It is a getter of another type.</exception>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw Messages.InvalidGetterType<TValue>(column);

    private sealed class Get(DataViewRow row, DataViewSchema.Column column) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => row.GetGetter<T>(column);
    }
}
