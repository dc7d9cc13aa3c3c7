using System.Globalization;

namespace MlNetXai.Runs.Data;

/// <summary>Keys of a model file's metadata beside those of the format.</summary>
internal static class ModelKeys
{
    public const string SamplingRateHz = "mlnetxai.samplingRateHz";

    public const string Preprocessing = "mlnetxai.preprocessing";

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
