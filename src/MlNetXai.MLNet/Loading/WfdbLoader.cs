using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.MLNet.Loading;

/// <summary>How <see cref="WfdbLoader"/> reads records.</summary>
/// <example>
/// <code>
/// WfdbLoaderOptions options = new()
/// {
///     Lead = new() { Name = "MLII" },                                           // null: all leads
///     Annotator = "atr",                                                        // null: records without annotations
///     PatientOfRecord = new Dictionary&lt;string, string&gt; { ["s002"] = "s001" },   // two records of one patient
///     HasTruth = true,                                                          // NAME.truth.json beside each record
///     Environment = mlContext,                                                  // warnings in MLContext.Log
/// };
/// IDataView records = mlContext.Data.LoadFromWfdb(folder, options);
/// </code>
/// </example>
public sealed record WfdbLoaderOptions
{
    /// <summary>The one lead that is read, by channel or name; null (the default) for all leads, which must then share one sampling rate.</summary>
    public LeadChoice? Lead { get; init; }

    /// <summary>Extension of the annotation files, or null where there are none. Default "atr".</summary>
    public string? Annotator { get; init; } = "atr";

    /// <summary>Patient of each record that does not carry its patient's name; null (the default) for what is known: 202 is a second recording of patient 201 in the
    /// MIT-BIH Arrhythmia Database, elsewhere each record is a patient.</summary>
    public IReadOnlyDictionary<string, string>? PatientOfRecord { get; init; }

    /// <summary>Whether a column <c>Truth</c> is added from the <c>NAME.truth.json</c> beside each synthetic record. Default no.</summary>
    public bool HasTruth { get; init; }

    /// <summary>Whose log receives warnings, e.g. of records left out; an <see cref="MLContext"/> is one. Null (the default) for none.</summary>
    public IHostEnvironment? Environment { get; init; }
}

/// <summary>Reads WFDB records as rows: one per record, each column only when it is active.</summary>
/// <remarks>Columns: <c>Record</c>, <c>Patient</c> (text), <c>SamplingRateHz</c> (Single), <c>Leads</c> (Vector&lt;String&gt;), <c>Signal</c> (Vector&lt;Single&gt;,
/// <c>[step, lead]</c>, mV, NaN where invalid), <c>AnnotationSample</c> (Vector&lt;Int64&gt;, samples of the leads), <c>AnnotationSymbol</c> (Vector&lt;String&gt;).
/// The source lists headers by path; the files that a header names are opened beside it.</remarks>
/// <example>
/// <code>
/// // A folder, a record, or several of either.
/// IDataView records = mlContext.Data.LoadFromWfdb(folder);
/// IDataView first = mlContext.Data.LoadFromWfdb([Path.Combine(folder, "s001.hea"), Path.Combine(folder, "s002.hea")]);
///
/// // The same through a loader, to which transformers can be appended; the source lists headers by path.
/// WfdbLoader loader = mlContext.Data.CreateWfdbLoader();
/// IDataView one = loader.Load(new MultiFileSource(Path.Combine(folder, "s001.hea")));
/// string[] names = [.. one.GetColumn&lt;string&gt;("Record")];
/// </code>
/// </example>
public sealed class WfdbLoader : IDataLoader<IMultiStreamSource>
{
    private readonly WfdbLoaderOptions _options;

    internal WfdbLoader(WfdbLoaderOptions? options) => _options = options ?? new();

    /// <summary>Columns of the rows.</summary>
    public DataViewSchema GetOutputSchema() => RecordColumns.Schema(_options.HasTruth);

    /// <summary>Rows of the records whose headers the source lists.</summary>
    /// <param name="input">Paths of headers (<c>*.hea</c>), in the order of the rows; at least one.</param>
    /// <exception cref="ArgumentException">The source lists no path, or has a stream without one.</exception>
    /// <exception cref="WfdbException">There is no such header.</exception>
    public IDataView Load(IMultiStreamSource input)
    {
        string[] paths = new string[input.Count];
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = input.GetPathOrNull(i) ?? throw new ArgumentException(
                $"Stream {i} of the source has no path; WFDB headers must be given by path, since the files they name lie beside them. Use a MultiFileSource of *.hea files.",
                nameof(input));
        }

        return LoadPaths(paths);
    }

    /// <summary>Not possible: model files hold no loaders of other packages.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException(
            $"{nameof(WfdbLoader)} cannot be written into a model file; save with `Save(model, view.Schema, path)` and load the data with `LoadFromWfdb`.");

    /// <summary>Rows of records and folders.</summary>
    internal IDataView LoadPaths(IReadOnlyCollection<string> paths)
    {
        if (paths.Count == 0)
            throw new ArgumentException("The source lists no path; it must list at least one WFDB header. Use a MultiFileSource of *.hea files, or LoadFromWfdb with a folder.", nameof(paths));
        string[] headers = [.. paths.SelectMany(WfdbFolder.Records).Select(record => record + ".hea")];
        return new RecordView(new WfdbRecordSource(headers, _options), GetOutputSchema());
    }
}
