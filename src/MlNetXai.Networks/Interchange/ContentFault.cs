namespace MlNetXai.Networks.Interchange;

/// <summary>Exceptions that the content of a file raises beneath its reader: from the checks of layers and networks, and where a check is missing from the runtime.</summary>
internal static class ContentFault
{
    /// <summary>Whether the content is at fault; never where work was cancelled or memory ran out.</summary>
    public static bool IsIn(Exception error) => error is ArgumentException or ArithmeticException or IndexOutOfRangeException or InvalidCastException or InvalidOperationException
        or KeyNotFoundException or NullReferenceException or FormatException or (MlNetXaiException and not ModelFileException);

    /// <summary>The words of this library's checks; those of the runtime say nothing about a file, and <paramref name="otherwise"/> stands for them.</summary>
    public static string Words(Exception error, string otherwise)
    {
        if (error.Source?.StartsWith("MlNetXai", StringComparison.Ordinal) != true)
            return otherwise;
        // .NET appends " (Parameter 'Kernel')" and the value.
        int end = error is ArgumentException ? error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
    }
}
