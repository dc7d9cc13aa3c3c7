using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Blocks;

namespace MlNetXai.MLNet;

/// <summary>A transformer that adds columns to rows, computed in blocks when they are asked for; safe to use on several threads.</summary>
/// <example>
/// <code>
/// NetworkEstimator estimator = mlContext.Transforms.ApplyNetwork(modelPath, featureColumnName: "Features");
/// NetworkTransformer network = estimator.Fit(beats);
/// IDataView scored = network.Transform(beats);
/// float[] probabilities = scored.GetColumn&lt;float[]&gt;("Score").First();
/// Console.WriteLine($"{network.Model.Name} reads '{network.FeatureColumnName}' of type {network.FeatureColumnType} at {network.SamplingRateHz} Hz");
/// </code>
/// </example>
public abstract class BlockTransformer : ITransformer
{
    private protected BlockTransformer()
    {
    }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    public IDataView Transform(IDataView input) => new BlockView(input, Bind(input.Schema));

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new BlockRowMapper(Bind(inputSchema));

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)SavedForm()).Save(ctx);

    /// <summary>Checks the schema and says what is computed.</summary>
    private protected abstract BlockMap Bind(DataViewSchema inputSchema);

    /// <summary>Stock steps that do the same after a plain load.</summary>
    private protected abstract ITransformer SavedForm();
}
