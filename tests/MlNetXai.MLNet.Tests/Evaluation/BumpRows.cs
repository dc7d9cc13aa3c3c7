using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Tests.Evaluation;

/// <summary>Small rows whose class is told by the place of a bump, which is their known truth.</summary>
internal static class BumpRows
{
    public const int Steps = 12;

    public static readonly string[] Classes = ["early", "late"];

    /// <summary>A row; <see cref="Label"/> is a 0-based key, as ML.NET reads it.</summary>
    public sealed class Row
    {
        [VectorType(Steps, 1)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }

        public string Patient { get; set; } = "";

        [VectorType(Steps)]
        public float[] Evidence { get; set; } = [];
    }

    /// <summary>Rows of each patient in turn, classes alternating.</summary>
    public static List<Row> Make(int patients = 6, int rowsPerPatient = 4)
    {
        Philox noise = new(7, "bumps");
        List<Row> rows = [];
        for (int i = 0; i < patients * rowsPerPatient; i++)
        {
            uint label = (uint)(i / patients % 2);
            Row row = new() { Features = new float[Steps], Evidence = new float[Steps], Label = label, Patient = $"p{i % patients}" };
            for (int step = 0; step < Steps; step++)
            {
                bool bump = step - (label == 0 ? 2 : 7) is 0 or 1 or 2;
                row.Features[step] = (bump ? 2 : 0) + (float)(0.4 * (noise.Uniform((uint)i, (uint)step) - 0.5));
                row.Evidence[step] = bump ? 1 : 0;
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Rows as a view whose label column names the classes.</summary>
    public static IDataView View(MLContext context, IReadOnlyList<Row> rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Label)].AddAnnotation(
            "KeyValues",
            new VBuffer<ReadOnlyMemory<char>>(Classes.Length, [.. Classes.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, Classes.Length));
        return context.Data.LoadFromEnumerable(rows, definition);
    }
}
