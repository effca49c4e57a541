using System.Collections.Concurrent;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// Builds upstream URLs: a checked base URL and a checked path, joined as text and never normalised, then asserted.
/// Common ones are kept, since reading a URL costs more than sending a header.
/// </summary>
internal sealed class UpstreamUrls
{
    private const int MaxBases = 4096;
    private const int MaxKept = 256;
    private const int MaxKeptLength = 256;

    private readonly ConcurrentDictionary<string, Base> _bases = new(StringComparer.Ordinal);

    /// <summary>The URL of a call; throws <see cref="UriFormatException"/> when it would not be what its parts say.</summary>
    internal Uri Of(string baseUrl, string pathAndQuery)
    {
        if (!_bases.TryGetValue(baseUrl, out var known))
        {
            known = new Base(baseUrl);
            if (_bases.Count >= MaxBases)
            {
                _bases.Clear();
            }

            _bases[baseUrl] = known;
        }

        return known.With(pathAndQuery);
    }

    private sealed class Base
    {
        private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

        private readonly ConcurrentDictionary<string, Uri> _kept = new(StringComparer.Ordinal);
        private readonly string _text;
        private readonly string _path;
        private readonly Uri _url;

        internal Base(string text)
        {
            if (!BaseUrlRule.IsWellFormed(text))
            {
                throw new UriFormatException($"the base URL must be {BaseUrlRule.Allowed}");
            }

            _text = text.TrimEnd('/');
            _path = BaseUrlRule.PathOf(text);
            _url = new Uri(text);
        }

        internal Uri With(string pathAndQuery)
        {
            if (_kept.TryGetValue(pathAndQuery, out var kept))
            {
                return kept;
            }

            var url = Build(pathAndQuery);
            if (pathAndQuery.Length <= MaxKeptLength)
            {
                if (_kept.Count >= MaxKept)
                {
                    _kept.Clear();
                }

                _kept[pathAndQuery] = url;
            }

            return url;
        }

        private Uri Build(string pathAndQuery)
        {
            var text = string.Concat(_text, pathAndQuery);
            var sound = pathAndQuery.StartsWith('/')
                && Uri.TryCreate(text, AsWritten, out var url)
                && url.Scheme == _url.Scheme
                && url.IdnHost == _url.IdnHost
                && url.Port == _url.Port
                && url.UserInfo.Length == 0
                && url.PathAndQuery.Length == _path.Length + pathAndQuery.Length
                && url.PathAndQuery.StartsWith(_path, StringComparison.Ordinal)
                && url.PathAndQuery.EndsWith(pathAndQuery, StringComparison.Ordinal);
            return sound ? new Uri(text, AsWritten) : throw new UriFormatException("the path does not fit the base URL");
        }
    }
}
