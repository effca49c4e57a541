using MultiplexCluster.Baseline;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
});
builder.Services.AddHttpForwarder();

var upstream = builder.Configuration["upstream"]
    ?? throw new InvalidOperationException("Say where to forward to: --upstream http://127.0.0.1:PORT");

var app = builder.Build();
app.MapForwarder("/openai/v1/{**rest}", upstream, Forwarding.Request, Forwarding.Transformer, Forwarding.CreateClient());
await app.RunAsync();
