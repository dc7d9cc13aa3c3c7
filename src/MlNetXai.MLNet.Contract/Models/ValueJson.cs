using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Values of columns in model files: text as text, numbers as numbers (NaN and infinities as text), vectors as arrays or with their indices.</summary>
internal static class ValueJson
{
    /// <summary>Writes the value of an annotation.</summary>
    public static JsonNode WriteAnnotation(DataViewSchema.Annotations annotations, DataViewSchema.Column kind) =>
        RawTypes.Invoke(kind.Type.RawType, new AnnotationWriter(annotations, kind));

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the raw type that gives the value each time.</summary>
    public static Delegate ReadAsGetter(DataViewType type, JsonNode json) => RawTypes.Invoke(type.RawType, new GetterReader(json));

    /// <summary>Writes a value of the raw type of a column.</summary>
    public static JsonNode Write<T>(T value) => Codec<T>.Instance.Write(value);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static T Read<T>(JsonNode json) => Codec<T>.Instance.Read(json);

    private static object CreateCodec(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return Activator.CreateInstance(typeof(VectorCodec<>).MakeGenericType(type.GetGenericArguments()));
        if (type == typeof(ReadOnlyMemory<char>))
            return new Codec<ReadOnlyMemory<char>>(text => JsonValue.Create(text.ToString()), json => json.Read<string>().AsMemory());
        if (type == typeof(bool))
            return new Codec<bool>(value => JsonValue.Create(value), json => json.Read<bool>());
        if (type == typeof(DateTime))
            return new Codec<DateTime>(value => JsonValue.Create(value.ToBinary()), json => DateTime.FromBinary(json.Read<long>()));
        if (type == typeof(TimeSpan))
            return new Codec<TimeSpan>(value => JsonValue.Create(value.Ticks), json => TimeSpan.FromTicks(json.Read<long>()));
        if (type == typeof(DateTimeOffset))
            return new Codec<DateTimeOffset>(value => new JsonArray(value.Ticks, value.Offset.Ticks), json => new(json.Items(2)[0].Read<long>(), TimeSpan.FromTicks(json[1].Read<long>())));
        if (type == typeof(DataViewRowId))
            return new Codec<DataViewRowId>(value => new JsonArray(value.Low, value.High), json => new(json.Items(2)[0].Read<ulong>(), json[1].Read<ulong>()));
        return Activator.CreateInstance(typeof(NumberCodec<>).MakeGenericType(type));
    }

    private class Codec<T>(Func<T, JsonNode> write, Func<JsonNode, T> read)
    {
        public static Codec<T> Instance { get; } = (Codec<T>)CreateCodec(typeof(T));

        public JsonNode Write(T value) => write(value);

        public T Read(JsonNode json) => read(json);
    }

    private sealed class NumberCodec<T>() : Codec<T>(Write, Read)
        where T : struct, INumber<T>
    {
        private static new JsonNode Write(T value) => T.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(null, CultureInfo.InvariantCulture));

        private static new T Read(JsonNode json) =>
            json?.GetValueKind() == JsonValueKind.String ? T.Parse(json.Read<string>(), CultureInfo.InvariantCulture) : json.Read<T>();
    }

    private sealed class VectorCodec<T>() : Codec<VBuffer<T>>(Write, Read)
    {
        private static new JsonNode Write(VBuffer<T> value)
        {
            var values = new JsonNode[value.GetValues().Length];
            for (int stored = 0; stored < values.Length; stored++)
                values[stored] = Codec<T>.Instance.Write(value.GetValues()[stored]);
            if (value.IsDense)
                return new JsonArray(values);

            return new JsonObject
            {
                ["length"] = value.Length,
                ["indices"] = new JsonArray([.. value.GetIndices().ToArray().Select(index => JsonValue.Create(index))]),
                ["values"] = new JsonArray(values),
            };
        }

        private static new VBuffer<T> Read(JsonNode json)
        {
            if (json is JsonArray dense)
                return new(dense.Count, [.. dense.Select(Codec<T>.Instance.Read)]);

            T[] values = [.. json.Member("values").Items().Select(Codec<T>.Instance.Read)];
            int[] indices = [.. json.Member("indices").Items().Select(index => index.Read<int>())];
            int length = json.Member("length").Read<int>();
            if (values.Length != indices.Length || indices.Any(index => index < 0 || index >= length) || indices.Zip(indices.Skip(1)).Any(pair => pair.First >= pair.Second))
                throw new InvalidDataException("The indices of a sparse vector do not fit it.");
            return new(length, values, indices);
        }
    }

    private sealed class AnnotationWriter(DataViewSchema.Annotations annotations, DataViewSchema.Column kind) : IRawTypeFunction<JsonNode>
    {
        public JsonNode Invoke<T>()
        {
            T value = default;
            annotations.GetGetter<T>(kind)(ref value);
            return Codec<T>.Instance.Write(value);
        }
    }

    private sealed class GetterReader(JsonNode json) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => Constants.Getter(Codec<T>.Instance.Read(json));
    }
}
