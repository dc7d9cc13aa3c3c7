using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Cli.Pipelines;

/// <summary>Scored beats as CSV, written row by row: one file of classes and probabilities, and one per attribution column.</summary>
/// <remarks><code>
/// beats.csv       record, sample, patient, class, probability, probability_CLASS…
/// COLUMN.csv      record, sample, one column per slot of the vector
/// </code>
/// FILE.csv instead of a folder: FILE.csv and FILE.COLUMN.csv beside it. All of them appear when all are whole.</remarks>
internal static class BeatTables
{
    /// <summary>Writes the files.</summary>
    /// <param name="beats">Scored and explained beats; read once.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="output">A folder, or a file that ends in .csv.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(IDataView beats, ScoredColumns columns, string output)
    {
        bool isFile = Path.GetExtension(output) == ".csv";
        string[] files =
        [
            isFile ? output : Path.Combine(output, "beats.csv"),
            .. columns.Attributions.Select(column => isFile ? $"{output[..^4]}.{FileName(column)}.csv" : Path.Combine(output, $"{FileName(column)}.csv")),
        ];
        if (files.Distinct(StringComparer.OrdinalIgnoreCase).Count() < files.Length)
            throw new PipelineFileException($"Two of the columns {string.Join(", ", columns.Attributions)} would be written to one file. Write them to an .npz file.");
        WithWriters(files, [], writers => WriteRows(beats, columns, writers));
        return files;
    }

    // Each file is renamed to its name after those opened later: a failure leaves none of them.
    private static void WithWriters(string[] files, List<TextWriter> open, Action<IReadOnlyList<TextWriter>> write)
    {
        if (open.Count == files.Length)
        {
            write(open);
            return;
        }

        AtomicFile.Write(files[open.Count], stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            open.Add(writer);
            WithWriters(files, open, write);
        });
    }

    private static void WriteRows(IDataView beats, ScoredColumns columns, IReadOnlyList<TextWriter> writers)
    {
        DataViewSchema schema = beats.Schema;
        string[] vectors = [columns.Score, .. columns.Attributions];
        string[] classes = Names(schema[columns.Score]);
        using DataViewRowCursor cursor = beats.GetRowCursor(((string[])["Record", "BeatSample", "Patient", columns.PredictedLabel, .. vectors]).Select(name => schema[name]));
        ValueGetter<ReadOnlyMemory<char>> getRecord = cursor.GetGetter<ReadOnlyMemory<char>>(schema["Record"]), getPatient = cursor.GetGetter<ReadOnlyMemory<char>>(schema["Patient"]);
        ValueGetter<long> getSample = cursor.GetGetter<long>(schema["BeatSample"]);
        ValueGetter<uint> getClass = cursor.GetGetter<uint>(schema[columns.PredictedLabel]);
        ValueGetter<VBuffer<float>>[] getters = [.. vectors.Select(name => cursor.GetGetter<VBuffer<float>>(schema[name]))];

        CsvTable.WriteRow(writers[0], ["record", "sample", "patient", "class", "probability", .. classes.Select(name => $"probability_{name}")]);
        for (int i = 1; i < vectors.Length; i++)
            CsvTable.WriteRow(writers[i], ["record", "sample", .. Names(schema[vectors[i]])]);

        ReadOnlyMemory<char> record = default, patient = default;
        long sample = 0;
        uint key = 0;
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            getRecord(ref record);
            getSample(ref sample);
            getPatient(ref patient);
            getClass(ref key);
            string[] beat = [$"{record}", sample.ToString(CultureInfo.InvariantCulture)];
            for (int i = 0; i < vectors.Length; i++)
            {
                getters[i](ref values);
                IEnumerable<string> numbers = values.DenseValues().Select(value => value.ToString("R", CultureInfo.InvariantCulture));
                CsvTable.WriteRow(writers[i], i > 0 ? [.. beat, .. numbers] : [.. beat, $"{patient}", classes[key - 1], numbers.ElementAt((int)key - 1), .. numbers]);
            }
        }
    }

    private static string[] Names(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static string FileName(string column) => string.Concat(column.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter));
}
