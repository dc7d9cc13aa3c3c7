using Microsoft.ML;
using Microsoft.ML.Runtime;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Context;

/// <summary>Log and seeds.</summary>
public sealed class MLContextTests
{
    [Fact]
    public void Log_InfoOfAChannel_HasKindSourceAndText()
    {
        MLContext context = new();
        List<LoggingEventArgs> messages = Listen(context);

        using (IChannel channel = ((IHostEnvironment)context).Start("MlNetXai.Lstm"))
            channel.Info(MessageSensitivity.None, "epoch {0} loss {1:0.000}", 1, 0.5);

        LoggingEventArgs info = Assert.Single(messages, message => message.Kind == ChannelMessageKind.Info);
        Assert.Equal("MlNetXai.Lstm", info.Source);
        Assert.Equal("epoch 1 loss 0.500", info.RawMessage);
        Assert.Equal("[Source=MlNetXai.Lstm, Kind=Info] epoch 1 loss 0.500", info.Message);
    }

    [Fact]
    public void Log_ChannelOfARegisteredHost_HasBothInItsSource()
    {
        MLContext context = new();
        List<LoggingEventArgs> messages = Listen(context);

        using (IChannel channel = ((IHostEnvironment)context).Register("Host").Start("channel"))
            channel.Warning(MessageSensitivity.None, "careful");

        Assert.Equal("Host; channel", Assert.Single(messages, message => message.Kind == ChannelMessageKind.Warning).Source);
    }

    [Fact]
    public void Log_AllKinds_Arrive()
    {
        MLContext context = new();
        List<LoggingEventArgs> messages = Listen(context);

        using (IChannel channel = ((IHostEnvironment)context).Start("c"))
        {
            channel.Trace(MessageSensitivity.None, "t {0}", 1);
            channel.Info(MessageSensitivity.None, "i");
            channel.Warning(MessageSensitivity.None, "w {0}", 3);
            channel.Error(MessageSensitivity.None, "e");
        }

        Assert.Equal(["t 1", "i", "w 3", "e"], messages.Select(message => message.RawMessage).Where(text => !text.StartsWith("Channel", StringComparison.Ordinal)));
    }

    [Fact]
    public void Log_StartAndEndOfAChannel_AreTraces()
    {
        MLContext context = new();
        List<LoggingEventArgs> messages = Listen(context);

        ((IHostEnvironment)context).Start("c").Dispose();

        Assert.All(messages, message => Assert.Equal(ChannelMessageKind.Trace, message.Kind));
        Assert.StartsWith("Channel started", messages[0].RawMessage, StringComparison.Ordinal);
        Assert.Contains(messages, message => message.RawMessage.StartsWith("Channel finished. Elapsed", StringComparison.Ordinal));
        Assert.StartsWith("Channel disposed", messages[^1].RawMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_ProgressChannels_DoNotArrive()
    {
        MLContext context = new();
        List<LoggingEventArgs> messages = Listen(context);

        using (IProgressChannel progress = ((IHostEnvironment)context).StartProgressChannel("p"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["epochs"]), entry => entry.SetProgress(0, 1, 2));
            progress.Checkpoint(0.5, 1);
        }

        Assert.Empty(messages);
    }

    [Fact]
    public void Log_HandlerRemoved_HearsNothing()
    {
        MLContext context = new();
        int heard = 0;
        void Handler(object? sender, LoggingEventArgs e) => heard++;

        context.Log += Handler;
        context.Log -= Handler;
        ((IHostEnvironment)context).Start("c").Dispose();

        Assert.Equal(0, heard);
    }

    [Fact]
    public void Register_EqualSeeds_EqualNumbers()
    {
        int[] Draw(int seed)
        {
            IHostEnvironment context = new MLContext(seed);
            IHost first = context.Register("a"), second = context.Register("b");
            return [first.Rand.Next(), first.Rand.Next(), second.Rand.Next()];
        }

        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));
    }

    [Fact]
    public void Register_SeedGiven_DecidesTheNumbers()
    {
        IHostEnvironment context = new MLContext();

        Assert.Equal(context.Register("a", seed: 5).Rand.Next(), context.Register("a", seed: 5).Rand.Next());
    }

    [Fact]
    public void RegisterAssembly_Twice_IsOnce()
    {
        MLContext context = new();

        context.ComponentCatalog.RegisterAssembly(typeof(MLContextTests).Assembly);
        context.ComponentCatalog.RegisterAssembly(typeof(MLContextTests).Assembly);

        Assert.Same(context.ComponentCatalog, ((IHostEnvironment)context).ComponentCatalog);
    }

    [Fact]
    public void TempFilePath_Set_IsKept()
    {
        MLContext context = new() { TempFilePath = "elsewhere" };

        Assert.Equal("elsewhere", context.TempFilePath);
    }

    private static List<LoggingEventArgs> Listen(MLContext context)
    {
        List<LoggingEventArgs> messages = [];
        context.Log += (_, message) => messages.Add(message);
        return messages;
    }
}
