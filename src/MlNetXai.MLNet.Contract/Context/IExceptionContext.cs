namespace Microsoft.ML.Runtime;

public interface IExceptionContext
{
    TException Process<TException>(TException ex) where TException : System.Exception;
    string ContextDescription { get; }
}
