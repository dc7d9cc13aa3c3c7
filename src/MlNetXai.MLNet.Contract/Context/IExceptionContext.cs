namespace Microsoft.ML.Runtime;

/// <summary>A place that can say where an exception came from.</summary>
public interface IExceptionContext
{
    string ContextDescription { get; }

    /// <summary>Sees an exception before it is thrown, and gives it back.</summary>
    TException Process<TException>(TException ex)
        where TException : Exception;
}
