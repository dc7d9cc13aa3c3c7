using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>What is known of a column beyond its type: a small schema, one value per column of it.</summary>
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters) => (Schema, _getters) = (schema, getters);

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the raw type of the annotation.</exception>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            Column own = Schema[column.Index];
            return _getters[own.Index] as ValueGetter<TValue> ?? throw Messages.InvalidGetterType<TValue>(own);
        }

        /// <exception cref="ArgumentOutOfRangeException">There is no annotation of that kind.</exception>
        public void GetValue<TValue>(string kind, ref TValue value) =>
            GetGetter<TValue>(Schema.GetColumnOrNull(kind) ?? throw Messages.AnnotationMissing(kind))(ref value);

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        /// <summary>Collects annotations; the last one of a kind is the visible one.</summary>
        public sealed class Builder
        {
            private readonly List<DetachedColumn> _columns = [];
            private readonly List<Delegate> _getters = [];

            public Builder()
            {
            }

            /// <summary>Adds those annotations of another column whose kind <paramref name="selector"/> accepts.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                ArgumentNullException.ThrowIfNull(selector);
                if (annotations is null)
                    return;

                foreach (Column column in annotations.Schema)
                {
                    if (!column.IsHidden && selector(column.Name))
                        Add(new DetachedColumn(column), annotations._getters[column.Index]);
                }
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null) =>
                Add(name, type, (Delegate)getter, annotations);

            /// <param name="name">The kind.</param>
            /// <param name="type">Its type.</param>
            /// <param name="getter">A <see cref="ValueGetter{TValue}"/> of the raw type of <paramref name="type"/>.</param>
            /// <param name="annotations">Annotations of the annotation.</param>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                var column = new DetachedColumn(name, type, annotations);
                ArgumentNullException.ThrowIfNull(getter);
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentOutOfRangeException(nameof(getter), $"The getter of annotation '{name}' must be a ValueGetter of {type.RawType}, got {getter.GetType()}.");
                Add(column, getter);
            }

            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                Add(name, type, (ref TValue destination) => destination = value, annotations);

            public Annotations ToAnnotations() => new(new DataViewSchema(_columns), [.. _getters]);

            private void Add(DetachedColumn column, Delegate getter)
            {
                _columns.Add(column);
                _getters.Add(getter);
            }
        }
    }
}
