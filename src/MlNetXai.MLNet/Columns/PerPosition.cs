using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Vector values that are computed once per position of a row, however often they are asked for.</summary>
internal static class PerPosition
{
    /// <summary>A getter that computes at the first call on a position, and copies.</summary>
    public static ValueGetter<VBuffer<T>> Getter<T>(DataViewRow row, ValueGetter<VBuffer<T>> compute)
    {
        VBuffer<T> value = default;
        long? computed = null;
        return (ref VBuffer<T> destination) =>
        {
            if (computed != row.Position)
            {
                computed = null;
                compute(ref value);
                computed = row.Position;
            }

            value.CopyTo(ref destination);
        };
    }
}
