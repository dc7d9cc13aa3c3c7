namespace MlNetXai.Cli;

/// <summary>An option's value is not possible; ends the command with <see cref="ExitCodes.Usage"/> before any work.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Builds options from the command line; a value out of range becomes a usage error in the options' own words.</summary>
    public static T Check<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException error)
        {
            throw new UsageException(FirstSentences(error), error);
        }
    }

    // .NET appends " (Parameter 'Epochs')" and "Actual value was 0." to the words of the check.
    internal static string FirstSentences(ArgumentException error)
    {
        int end = error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
