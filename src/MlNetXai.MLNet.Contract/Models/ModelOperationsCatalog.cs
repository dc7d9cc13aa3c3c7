using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves and loads fitted pipelines, and predicts single examples.</summary>
public sealed class ModelOperationsCatalog
{
    internal ModelOperationsCatalog(IHostEnvironment environment) => Environment = environment;

    internal IHostEnvironment Environment { get; }

    /// <summary>Writes a fitted pipeline into a stream, which stays open.</summary>
    /// <param name="model">Its steps save themselves, or hand over to steps that do.</param>
    /// <param name="inputSchema">Of the data that it is for, with annotations; null for none.</param>
    /// <param name="stream">Any writable one.</param>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Write(stream, ModelSaveContext.Collect(model), inputSchema);
    }

    /// <summary>Writes a fitted pipeline into a file; when that fails, an older file of the name stays as it was.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        ModelFile.Write(filePath, ModelSaveContext.Collect(model), inputSchema);
    }

    /// <summary>Fails: no loader of this assembly can be in a model file, and those of others throw or hand over to one that can.</summary>
    /// <exception cref="NotSupportedException">Always, unless the loader's own Save throws first.</exception>
    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(stream);
        throw NoLoaders(loader);
    }

    /// <inheritdoc cref="Save{TSource}(ITransformer, IDataLoader{TSource}, Stream)"/>
    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, string filePath)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        throw NoLoaders(loader);
    }

    /// <summary>Reads a pipeline that <see cref="Save(ITransformer, DataViewSchema, Stream)"/> wrote from a stream, which stays open.</summary>
    /// <param name="stream">Seekable, or read into memory.</param>
    /// <param name="inputSchema">What was given when it was saved, or null.</param>
    /// <remarks>The assemblies that the file names for its custom mappings are loaded: do not load files that you do not trust.</remarks>
    /// <exception cref="FormatException">Not a zip file.</exception>
    /// <exception cref="InvalidOperationException">Not a model file of this assembly, or one that names unknown code.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(stream, Environment.ComponentCatalog, out inputSchema);
    }

    /// <inheritdoc cref="Load(Stream, out DataViewSchema)"/>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>An engine that predicts one example at a time.</summary>
    /// <param name="transformer">Row to row; the engine disposes it.</param>
    /// <param name="ignoreMissingColumns">Whether members of the result without a column keep their value; else they are an error.</param>
    /// <param name="inputSchemaDefinition">Null for what the attributes of the example's class say.</param>
    /// <param name="outputSchemaDefinition">Null for what the attributes of the result's class say.</param>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer, bool ignoreMissingColumns = true, SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
    {
        return CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(options);
        return new(transformer, options);
    }

    /// <summary>An engine whose examples have the types and annotations of a schema, such as the one that <see cref="Load(string, out DataViewSchema)"/> gives.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new(transformer, inputSchema);
    }

    private static NotSupportedException NoLoaders(ICanSaveModel loader)
    {
        _ = ModelSaveContext.Collect(loader);
        return new("A loader cannot be written into a model file of this build; save with Save(model, view.Schema, path), and load the data as they were loaded for training.");
    }
}
