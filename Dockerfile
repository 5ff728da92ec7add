# Linecheck in a container: one static program, no root, nothing writable but /data.
#   docker build -t linecheck --build-arg VERSION=v1.2.3 .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v linecheck:/data -p 127.0.0.1:8080:8080 \
#     -e LINECHECK_BASE_URL=https://desk.example.org linecheck
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY store/nosqlite3 store/nosqlite3
RUN go mod download
COPY . .
ARG VERSION= COMMIT=
RUN CGO_ENABLED=0 go build -trimpath -tags nomsgpack -ldflags="-s -w -X main.version=$VERSION -X main.commit=$COMMIT" \
    -o /out/linecheck ./cmd/linecheck && mkdir -m 0700 /out/data

# For its wget alone, which asks whether the program is well.
FROM busybox:1.37-musl
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /out/linecheck /usr/local/bin/linecheck
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV LINECHECK_ADDR=0.0.0.0:8080 LINECHECK_DATA=/data XDG_CACHE_HOME=/data/cache
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["linecheck"]
CMD ["serve"]
