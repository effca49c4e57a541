using Microsoft.AspNetCore.Http;
using MultiplexCluster.Host.DataPlane;

namespace MultiplexCluster.Host.Admin.Problems;

/// <summary>Turns what a handler throws into an answer in the admin API's error shape.</summary>
internal sealed partial class AnswerFailures(ILogger<AnswerFailures> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (TimeoutException)
        {
            return Problem.ClusterUnavailable();
        }
        catch (BadHttpRequestException exception)
        {
            return Problem.Of(exception.StatusCode, "invalid_request", "The request could not be read to its end.");
        }
        catch (IOException exception) when (BrokenBody.Is(exception))
        {
            return Problem.Of(400, "invalid_request", "The request could not be read to its end.");
        }
        catch (Exception) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // nobody is left to read an answer
        }
        catch (Exception exception) // the edge: whatever it is, the caller gets an answer and the operator a log line
        {
            LogFailure(exception.GetType().Name, exception);
            return Problem.Of(500, "internal_error", "The service failed; its log says more.");
        }
    }

    [LoggerMessage(3100, LogLevel.Error, "An admin call failed: {Kind}")]
    private partial void LogFailure(string kind, Exception exception);
}
