using System.Runtime.InteropServices;
using MlNetXai.Cli;
using MlNetXai.Cli.Terminals;

// The first Ctrl-C (or SIGTERM) asks the command to stop at the next safe place; a second one ends the process at once.
using CancellationTokenSource cancellation = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

Terminal terminal = new(Console.Out, Console.Error, TimeProvider.System, isInteractive: !Console.IsErrorRedirected);
return await Application.RunAsync(args, terminal, cancellation.Token);

void Cancel(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
