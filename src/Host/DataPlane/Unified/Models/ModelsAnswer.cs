using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>Models in OpenAI's format (platform.openai.com/docs/api-reference/models).</summary>
internal static class ModelsAnswer
{
    internal static ReadOnlyMemory<byte> List(IEnumerable<ServedModel> models) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    internal static ReadOnlyMemory<byte> One(ServedModel model) => Write(json => WriteModel(json, model));

    internal static ReadOnlyMemory<byte> NotFound(string message) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", "invalid_request_error");
        json.WriteString("param", "model");
        json.WriteString("code", "model_not_found");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteModel(Utf8JsonWriter json, ServedModel model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("object", "model");
        json.WriteNumber("created", model.Created);
        json.WriteString("owned_by", model.Owner);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }
}
