# Two images: `docker build --target host .` is the service, `docker build --target fake .` the fake providers for trying it out.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
WORKDIR /source
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./

FROM source AS build-host
# Only what decides about packages, so that restoring comes from the cache until one of these files changes.
COPY src/Contracts/Contracts.csproj src/Contracts/
COPY src/Core/Core.csproj src/Core/
COPY src/Providers/Providers.csproj src/Providers/
COPY src/Actors/Actors.csproj src/Actors/
COPY src/Host/Host.csproj src/Host/
RUN dotnet restore src/Host/Host.csproj
COPY cluster.hocon ./
COPY src/ src/
RUN dotnet publish src/Host/Host.csproj --no-restore -c Release -o /app -p:UseAppHost=false

FROM source AS build-fake
COPY tests/FakeProviders/FakeProviders.csproj tests/FakeProviders/
RUN dotnet restore tests/FakeProviders/FakeProviders.csproj
COPY tests/FakeProviders/ tests/FakeProviders/
RUN dotnet publish tests/FakeProviders/FakeProviders.csproj --no-restore -c Release -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS fake
WORKDIR /app
COPY --from=build-fake /app ./
USER $APP_UID
EXPOSE 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "MultiplexCluster.FakeProviders.dll", "--address", "0.0.0.0", "--port", "9090"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS host
WORKDIR /app
# The base image listens by ASPNETCORE_HTTP_PORTS; one way to say it is enough.
ENV ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080 \
    Multiplex__DataDirectory=/data
RUN install -d -m 0700 -o $APP_UID -g $APP_UID /data
VOLUME /data
COPY --from=build-host /app ./
USER $APP_UID
EXPOSE 8080 4053
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["dotnet", "MultiplexCluster.Host.dll", "--health"]
ENTRYPOINT ["dotnet", "MultiplexCluster.Host.dll"]
