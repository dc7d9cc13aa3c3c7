namespace Microsoft.ML.Data;

/// <summary>Columns computed item by item: a scalar from a scalar, a vector of the same dimensions from a vector.</summary>
internal static class ItemColumns
{
    /// <summary>The input's type with other items.</summary>
    public static DataViewType TypeOf(DataViewType input, PrimitiveDataViewType item) =>
        input is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;

    /// <summary>Annotations that hold whatever the items become.</summary>
    public static DataViewSchema.Annotations.Builder KeptAnnotations(DataViewSchema.Column input)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        if (input.HasSlotNames())
            annotations.Add(input.Annotations, kind => string.Equals(kind, AnnotationKinds.SlotNames, StringComparison.Ordinal));
        return annotations;
    }

    /// <summary>As <see cref="KeptAnnotations(DataViewSchema.Column)"/>, for shapes.</summary>
    public static IEnumerable<SchemaShape.Column> KeptAnnotations(SchemaShape.Column input) =>
        input.Kind == SchemaShape.Column.VectorKind.Vector && input.Annotations.TryFind(AnnotationKinds.SlotNames, out SchemaShape.Column names) ? [names] : [];

    /// <summary>A getter of mapped items; a sparse vector stays sparse when <paramref name="map"/> keeps the default.</summary>
    public static Delegate Getter<TIn, TOut>(DataViewRow row, DataViewSchema.Column input, Func<TIn, TOut> map)
    {
        if (input.Type is VectorDataViewType)
            return VectorGetter(row.GetGetter<VBuffer<TIn>>(input), map);

        ValueGetter<TIn> getter = row.GetGetter<TIn>(input);
        return (ValueGetter<TOut>)((ref TOut value) =>
        {
            TIn item = default;
            getter(ref item);
            value = map(item);
        });
    }

    private static ValueGetter<VBuffer<TOut>> VectorGetter<TIn, TOut>(ValueGetter<VBuffer<TIn>> getter, Func<TIn, TOut> map)
    {
        TOut mappedDefault = map(default);
        bool keepsDefault = ValueComparers.Equality<TOut>().Equals(mappedDefault, default);
        VBuffer<TIn> items = default;
        return (ref VBuffer<TOut> value) =>
        {
            getter(ref items);
            ReadOnlySpan<TIn> source = items.GetValues();
            ReadOnlySpan<int> indices = items.GetIndices();
            bool same = items.IsDense || keepsDefault;
            VBufferEditor<TOut> editor = VBufferEditor.Create(ref value, items.Length, same ? source.Length : items.Length);
            if (same)
                indices.CopyTo(editor.Indices);
            else
                editor.Values.Fill(mappedDefault);
            for (int i = 0; i < source.Length; i++)
                editor.Values[same ? i : indices[i]] = map(source[i]);
            value = editor.Commit();
        };
    }
}
