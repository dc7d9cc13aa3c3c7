using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Saving;

/// <summary>What a counterfactual is, beside its network.</summary>
internal sealed record CounterfactualState
{
    public required CounterfactualColumns Columns { get; init; }

    public required CounterfactualOptions Options { get; init; }

    /// <summary>Candidates' values, <c>[row, step, channel]</c> as base64 of little-endian floats: numbers keep their bits.</summary>
    public required string Rows { get; init; }

    /// <summary>Class of every candidate.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Patient of every candidate.</summary>
    public required string[] Patients { get; init; }
}

/// <summary>A counterfactual in a saved pipeline.</summary>
internal static class SavedCounterfactual
{
    public const string Kind = "counterfactual";
    public const string Start = InputColumns.OwnPrefix + "start";
    public const string Length = InputColumns.OwnPrefix + "length";
    public const string Probability = InputColumns.OwnPrefix + "probability";
    public const string Patient = InputColumns.OwnPrefix + "patient";

    /// <summary>The stock steps that do the same.</summary>
    public static ITransformer Save(CounterfactualTransformer explainer)
    {
        PipelineState state = new(
            new()
            {
                Kind = Kind,
                Counterfactual = new()
                {
                    Columns = explainer.Columns,
                    Options = explainer.Options,
                    Rows = ToText(explainer.Candidates.Rows.Values),
                    Labels = [.. explainer.Candidates.Labels],
                    Patients = [.. explainer.Candidates.Patients],
                },
            },
            explainer.Model);

        MLContext context = new();
        TransformsCatalog t = context.Transforms;
        CounterfactualColumns columns = explainer.Columns;
        IEstimator<ITransformer>[] write =
        [
            t.CopyColumns(columns.Counterfactual, SavedStep.Values), t.CopyColumns(columns.Start, Start), t.CopyColumns(columns.Length, Length), t.CopyColumns(columns.Probability, Probability),
        ];
        IEstimator<ITransformer> read = t.CopyColumns(SavedStep.Features, columns.Features);
        string[] own = [SavedStep.Features, SavedStep.Values, Start, Length, Probability];
        return columns.Patient is not { } patient
            ? SavedStep.Fit(
                context,
                state.ToText(),
                SavedStep.Empty(context, columns.Features, explainer.Model.Network.InputShape),
                own,
                [read, t.CustomMapping(new CounterfactualFactory().GetMapping(), CounterfactualFactory.Name), .. write])
            : SavedStep.Fit(
                context,
                state.ToText(),
                SavedStep.Empty(context, columns.Features, explainer.Model.Network, patient, labelIsKey: false),
                [.. own, Patient],
                [
                    read,
                    t.CopyColumns(Patient, patient),
                    t.CustomMapping(new PatientCounterfactualFactory().GetMapping(), PatientCounterfactualFactory.Name),
                    .. write,
                ]);
    }

    /// <summary>The transformer of a state.</summary>
    /// <exception cref="PipelineFileException">The state holds no candidates, or they do not fit the network.</exception>
    public static CounterfactualTransformer Load(PipelineState state)
    {
        CounterfactualState saved = state.Header.Counterfactual ?? throw new PipelineFileException("The state of a counterfactual names no columns. Save the pipeline again.");
        try
        {
            RowShape shape = state.Model.Network.InputShape;
            float[] values = ToFloats(saved.Rows);
            return new(
                state.Model, saved.Columns, saved.Options, new(new Batch(saved.Labels.Length, shape.Steps, shape.Channels, values), saved.Labels, saved.Patients));
        }
        catch (Exception error) when (error is ShapeException or FormatException or ArgumentException)
        {
            throw new PipelineFileException($"The candidates of a counterfactual cannot be read ({error.Message}). Save the pipeline again.", inner: error);
        }
    }

    /// <summary>Explains one row, as a plainly loaded pipeline does.</summary>
    public static void ExplainRow(CounterfactualTransformer explainer, in VBuffer<float> features, string? patient, CounterfactualOutput output)
    {
        RowShape shape = explainer.Model.Network.InputShape;
        Batch row = new(1, shape.Steps, shape.Channels);
        RowReader.Copy(features, row.Values, explainer.FeatureColumnName, position: -1);
        Counterfactuals found = explainer.Explain(row, patient is null ? null : [patient]);
        output.Values = CounterfactualTransformer.Write(found.Values.Values, output.Values);
        (output.Start, output.Length) = (found.Rows[0].Start, found.Rows[0].Length);
        output.Probability = CounterfactualTransformer.Write(CounterfactualTransformer.Probabilities(found.Rows[0]), output.Probability);
    }

    private static string ToText(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Convert.ToBase64String(bytes);
    }

    private static float[] ToFloats(string text)
    {
        byte[] bytes = Convert.FromBase64String(text);
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return values;
    }
}

/// <summary>A row to explain; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PatientCounterfactualInput
{
    /// <summary>The row.</summary>
    [ColumnName(SavedStep.Features)]
    public VBuffer<float> Features { get; set; }

    /// <summary>Its patient.</summary>
    [ColumnName(SavedCounterfactual.Patient)]
    public ReadOnlyMemory<char> Patient { get; set; }

    /// <summary>The explainer's state.</summary>
    [ColumnName(SavedStep.State)]
    public ReadOnlyMemory<char> State { get; set; }
}

/// <summary>A counterfactual; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CounterfactualOutput
{
    /// <summary>The changed row.</summary>
    [ColumnName(SavedStep.Values)]
    public VBuffer<float> Values { get; set; }

    /// <summary>First step of the changed window.</summary>
    [ColumnName(SavedCounterfactual.Start)]
    public int Start { get; set; }

    /// <summary>Steps of the changed window.</summary>
    [ColumnName(SavedCounterfactual.Length)]
    public int Length { get; set; }

    /// <summary>Probabilities before and after.</summary>
    [ColumnName(SavedCounterfactual.Probability)]
    public VBuffer<float> Probability { get; set; }
}

/// <summary>Explains rows in a plainly loaded pipeline; public for ML.NET's sake.</summary>
[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CounterfactualFactory : CustomMappingFactory<ExplanationInput, CounterfactualOutput>
{
    internal const string Name = "MlNetXai.Counterfactual";

    /// <inheritdoc/>
    public override Action<ExplanationInput, CounterfactualOutput> GetMapping()
    {
        StateCache<CounterfactualTransformer> explainer = new(SavedCounterfactual.Load);
        return (input, output) => SavedCounterfactual.ExplainRow(explainer.For(input.State), input.Features, null, output);
    }
}

/// <summary>Explains rows of patients in a plainly loaded pipeline; public for ML.NET's sake.</summary>
[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PatientCounterfactualFactory : CustomMappingFactory<PatientCounterfactualInput, CounterfactualOutput>
{
    internal const string Name = "MlNetXai.PatientCounterfactual";

    /// <inheritdoc/>
    public override Action<PatientCounterfactualInput, CounterfactualOutput> GetMapping()
    {
        StateCache<CounterfactualTransformer> explainer = new(SavedCounterfactual.Load);
        return (input, output) => SavedCounterfactual.ExplainRow(explainer.For(input.State), input.Features, input.Patient.ToString(), output);
    }
}
