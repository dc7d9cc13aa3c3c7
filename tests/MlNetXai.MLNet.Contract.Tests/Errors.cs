namespace MlNetXai.MLNet.Contract.Tests;

/// <summary>What lies beneath the exceptions that threads and reflection wrap around another.</summary>
internal static class Errors
{
    /// <summary>The innermost exception that <paramref name="action"/> throws; null if it throws none.</summary>
    public static Exception? Innermost(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error)
        {
            while (error.InnerException is { } inner)
                error = inner;
            return error;
        }
    }

    /// <summary>The innermost exception, of that very type and with that text in its message.</summary>
    public static void Require<TException>(string text, Action action)
        where TException : Exception
    {
        Exception? error = Innermost(action);

        Xunit.Assert.IsType<TException>(error);
        Xunit.Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
