using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Saving;

/// <summary>Pipelines with networks and explainers as files: <c>mlContext.Model.SaveExplained</c> and <c>LoadExplained</c>.</summary>
/// <remarks>The stock <c>Save</c> and <c>Load</c> do the same work; these check what is read, keep the old file when saving fails, and give the typed, batched steps back,
/// where the stock <c>Load</c> computes row by row.</remarks>
/// <example>
/// <code>
/// mlContext.Model.SaveExplained(model, beats.Schema, path);
/// ITransformer loaded = mlContext.Model.LoadExplained(path, out DataViewSchema? schema);
/// IDataView explained = loaded.Transform(beats);
///
/// // The stock Load works too, row by row; Typed gives it the batched steps back.
/// ITransformer typed = SavedPipelines.Typed(mlContext.Model.Load(path, out _));
/// </code>
/// </example>
public static class SavedPipelines
{
    /// <summary>Saves a pipeline, whole or not at all: it is written beside the file and renamed.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">A fitted pipeline, from the beat column on.</param>
    /// <param name="inputSchema">Schema of its input, or null.</param>
    /// <param name="path">The file, a zip.</param>
    /// <exception cref="NotSupportedException">A step cannot be saved; the message names the remedy.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void SaveExplained(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);

        // In memory first: a step that refuses must not cost the old file.
        using MemoryStream bytes = new();
        catalog.Save(model, inputSchema!, bytes);
        AtomicFile.Write(path, bytes.WriteTo);
    }

    /// <summary>Loads a pipeline: looks at what the file names before anything of it is loaded, and gives networks and explainers back as the types that were saved.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">A file that <see cref="SaveExplained"/> or the stock <c>Save</c> wrote.</param>
    /// <param name="inputSchema">Schema of the pipeline's input; null where none was saved.</param>
    /// <exception cref="PipelineFileException">The file is missing, cut, edited, written by the other build of this library, or names code that is neither ML.NET's nor this library's.</exception>
    public static ITransformer LoadExplained(this ModelOperationsCatalog catalog, string path, out DataViewSchema? inputSchema) =>
        LoadExplained(catalog, path, [], out inputSchema);

    /// <summary>Loads a pipeline that also has custom mappings of the caller's.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">A file that <see cref="SaveExplained"/> or the stock <c>Save</c> wrote.</param>
    /// <param name="contracts">Contract names of the caller's own custom mappings; their assemblies must be registered with <c>ComponentCatalog.RegisterAssembly</c>.</param>
    /// <param name="inputSchema">Schema of the pipeline's input; null where none was saved.</param>
    /// <exception cref="PipelineFileException">As above.</exception>
    public static ITransformer LoadExplained(this ModelOperationsCatalog catalog, string path, IReadOnlyCollection<string> contracts, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(contracts);
        byte[] bytes = Read(path);
        PipelineFile.RequireKnown(bytes, path, contracts);
        try
        {
            using MemoryStream stream = new(bytes, writable: false);
            ITransformer loaded = catalog.Load(stream, out inputSchema);
            return Unwrap(loaded);
        }
        catch (PipelineFileException error)
        {
            throw new PipelineFileException(error.Message, path, error);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // ML.NET's loader fails with whatever its reader met; the file is the reason in every case.
            throw new PipelineFileException($"cannot be loaded ({error.GetBaseException().Message}). Save the pipeline again.", path, error);
        }
    }

    /// <summary>Gives the networks and explainers of a plainly loaded pipeline their types back.</summary>
    /// <param name="model">What the stock <c>Load</c> gave.</param>
    /// <exception cref="PipelineFileException">The state of a step is damaged.</exception>
    public static ITransformer Typed(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Unwrap(model);
    }

    private static ITransformer Unwrap(ITransformer model)
    {
        if (model is not IEnumerable<ITransformer> chain)
            return model;
        ITransformer[] parts = [.. chain];
        if (SavedStep.FindState(parts) is not { } text)
            return new TransformerChain<ITransformer>([.. parts.Select(Unwrap)]);
        PipelineState state = PipelineState.Parse(text);
        return state.Header.Kind switch
        {
            SavedNetwork.Kind => SavedNetwork.Load(state),
            SavedExplanation.Kind => SavedExplanation.Load(state),
            SavedCounterfactual.Kind => SavedCounterfactual.Load(state),
            _ => throw new PipelineFileException($"A step is of kind '{state.Header.Kind}', which this version does not know. Load it with the version that saved it."),
        };
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFileException($"cannot be read ({error.Message}).", path, error);
        }
    }
}
