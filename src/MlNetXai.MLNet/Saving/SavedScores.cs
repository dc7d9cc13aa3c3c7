using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MlNetXai.MLNet.Saving;

/// <summary>The mapping for a number of classes.</summary>
/// <remarks>The size of a column that a loaded mapping makes can only stand in an attribute, so there is a class for each of 2 … 32 classes; above, the size is unknown until
/// <see cref="SavedPipelines.LoadExplained(ModelOperationsCatalog, string, out DataViewSchema)"/> gives the typed step back.</remarks>
internal static class SavedScores
{
    public static IEstimator<ITransformer> Mapping(TransformsCatalog transforms, int classes) => classes switch
    {
        2 => Map(transforms, new ScoreFactory2(), ScoreFactory2.Name),
        3 => Map(transforms, new ScoreFactory3(), ScoreFactory3.Name),
        4 => Map(transforms, new ScoreFactory4(), ScoreFactory4.Name),
        5 => Map(transforms, new ScoreFactory5(), ScoreFactory5.Name),
        6 => Map(transforms, new ScoreFactory6(), ScoreFactory6.Name),
        7 => Map(transforms, new ScoreFactory7(), ScoreFactory7.Name),
        8 => Map(transforms, new ScoreFactory8(), ScoreFactory8.Name),
        9 => Map(transforms, new ScoreFactory9(), ScoreFactory9.Name),
        10 => Map(transforms, new ScoreFactory10(), ScoreFactory10.Name),
        11 => Map(transforms, new ScoreFactory11(), ScoreFactory11.Name),
        12 => Map(transforms, new ScoreFactory12(), ScoreFactory12.Name),
        13 => Map(transforms, new ScoreFactory13(), ScoreFactory13.Name),
        14 => Map(transforms, new ScoreFactory14(), ScoreFactory14.Name),
        15 => Map(transforms, new ScoreFactory15(), ScoreFactory15.Name),
        16 => Map(transforms, new ScoreFactory16(), ScoreFactory16.Name),
        17 => Map(transforms, new ScoreFactory17(), ScoreFactory17.Name),
        18 => Map(transforms, new ScoreFactory18(), ScoreFactory18.Name),
        19 => Map(transforms, new ScoreFactory19(), ScoreFactory19.Name),
        20 => Map(transforms, new ScoreFactory20(), ScoreFactory20.Name),
        21 => Map(transforms, new ScoreFactory21(), ScoreFactory21.Name),
        22 => Map(transforms, new ScoreFactory22(), ScoreFactory22.Name),
        23 => Map(transforms, new ScoreFactory23(), ScoreFactory23.Name),
        24 => Map(transforms, new ScoreFactory24(), ScoreFactory24.Name),
        25 => Map(transforms, new ScoreFactory25(), ScoreFactory25.Name),
        26 => Map(transforms, new ScoreFactory26(), ScoreFactory26.Name),
        27 => Map(transforms, new ScoreFactory27(), ScoreFactory27.Name),
        28 => Map(transforms, new ScoreFactory28(), ScoreFactory28.Name),
        29 => Map(transforms, new ScoreFactory29(), ScoreFactory29.Name),
        30 => Map(transforms, new ScoreFactory30(), ScoreFactory30.Name),
        31 => Map(transforms, new ScoreFactory31(), ScoreFactory31.Name),
        32 => Map(transforms, new ScoreFactory32(), ScoreFactory32.Name),
        _ => Map(transforms, new ScoreFactoryAny(), ScoreFactoryAny.Name),
    };

    private static CustomMappingEstimator<ScoreInput, TOutput> Map<TOutput>(TransformsCatalog transforms, ScoreFactory<TOutput> factory, string name)
        where TOutput : class, IScoreOutput, new() => transforms.CustomMapping(factory.GetMapping(), name);
}

#pragma warning disable SA1402, MA0048, CS1591 // One class per size, public for ML.NET's sake and alike but for it.

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score2 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(2)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory2 : ScoreFactory<Score2>
{
    internal const string Name = "MlNetXai.Score2";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score3 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(3)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory3 : ScoreFactory<Score3>
{
    internal const string Name = "MlNetXai.Score3";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score4 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(4)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory4 : ScoreFactory<Score4>
{
    internal const string Name = "MlNetXai.Score4";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score5 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(5)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory5 : ScoreFactory<Score5>
{
    internal const string Name = "MlNetXai.Score5";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score6 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(6)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory6 : ScoreFactory<Score6>
{
    internal const string Name = "MlNetXai.Score6";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score7 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(7)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory7 : ScoreFactory<Score7>
{
    internal const string Name = "MlNetXai.Score7";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score8 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(8)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory8 : ScoreFactory<Score8>
{
    internal const string Name = "MlNetXai.Score8";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score9 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(9)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory9 : ScoreFactory<Score9>
{
    internal const string Name = "MlNetXai.Score9";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score10 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(10)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory10 : ScoreFactory<Score10>
{
    internal const string Name = "MlNetXai.Score10";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score11 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(11)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory11 : ScoreFactory<Score11>
{
    internal const string Name = "MlNetXai.Score11";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score12 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(12)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory12 : ScoreFactory<Score12>
{
    internal const string Name = "MlNetXai.Score12";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score13 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(13)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory13 : ScoreFactory<Score13>
{
    internal const string Name = "MlNetXai.Score13";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score14 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(14)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory14 : ScoreFactory<Score14>
{
    internal const string Name = "MlNetXai.Score14";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score15 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(15)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory15 : ScoreFactory<Score15>
{
    internal const string Name = "MlNetXai.Score15";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score16 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(16)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory16 : ScoreFactory<Score16>
{
    internal const string Name = "MlNetXai.Score16";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score17 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(17)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory17 : ScoreFactory<Score17>
{
    internal const string Name = "MlNetXai.Score17";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score18 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(18)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory18 : ScoreFactory<Score18>
{
    internal const string Name = "MlNetXai.Score18";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score19 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(19)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory19 : ScoreFactory<Score19>
{
    internal const string Name = "MlNetXai.Score19";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score20 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(20)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory20 : ScoreFactory<Score20>
{
    internal const string Name = "MlNetXai.Score20";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score21 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(21)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory21 : ScoreFactory<Score21>
{
    internal const string Name = "MlNetXai.Score21";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score22 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(22)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory22 : ScoreFactory<Score22>
{
    internal const string Name = "MlNetXai.Score22";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score23 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(23)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory23 : ScoreFactory<Score23>
{
    internal const string Name = "MlNetXai.Score23";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score24 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(24)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory24 : ScoreFactory<Score24>
{
    internal const string Name = "MlNetXai.Score24";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score25 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(25)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory25 : ScoreFactory<Score25>
{
    internal const string Name = "MlNetXai.Score25";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score26 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(26)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory26 : ScoreFactory<Score26>
{
    internal const string Name = "MlNetXai.Score26";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score27 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(27)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory27 : ScoreFactory<Score27>
{
    internal const string Name = "MlNetXai.Score27";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score28 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(28)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory28 : ScoreFactory<Score28>
{
    internal const string Name = "MlNetXai.Score28";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score29 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(29)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory29 : ScoreFactory<Score29>
{
    internal const string Name = "MlNetXai.Score29";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score30 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(30)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory30 : ScoreFactory<Score30>
{
    internal const string Name = "MlNetXai.Score30";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score31 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(31)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory31 : ScoreFactory<Score31>
{
    internal const string Name = "MlNetXai.Score31";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Score32 : IScoreOutput
{
    [ColumnName(SavedStep.Values), VectorType(32)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactory32 : ScoreFactory<Score32>
{
    internal const string Name = "MlNetXai.Score32";
}

[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreAny : IScoreOutput
{
    [ColumnName(SavedStep.Values)]
    public VBuffer<float> Score { get; set; }

    [ColumnName(SavedStep.Predicted)]
    public ReadOnlyMemory<char> Predicted { get; set; }
}

[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreFactoryAny : ScoreFactory<ScoreAny>
{
    internal const string Name = "MlNetXai.ScoreAny";
}
