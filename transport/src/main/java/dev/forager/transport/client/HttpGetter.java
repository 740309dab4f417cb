// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.transport.TlsClientConfig;
import dev.forager.transport.TlsMaterial;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Gets documents from many servers again and again, on connections that stay open; {@link #post} is
 * for what it takes to be let in there. Thread-safe; a call blocks its thread, which should be a
 * virtual one.
 */
public final class HttpGetter implements AutoCloseable {
    /** As Go's http.Client. */
    private static final int MAX_REDIRECTS = 10;

    /** Servers and URLs that are remembered; beyond, all are looked up anew. Chosen. */
    private static final int MAX_SERVERS = 16_384;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Options options;
    private final @Nullable TlsMaterial tls;
    private final ConcurrentMap<Boolean, Connections> plain = new ConcurrentHashMap<>();
    private final ConcurrentMap<Boolean, Connections> proxied = new ConcurrentHashMap<>();
    private final ConcurrentMap<Server, Addresses> servers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Page> pages = new ConcurrentHashMap<>();

    /**
     * How servers are reached.
     *
     * @param proxyUrl empty for none
     * @param noProxy hosts and networks that need none, separated by commas
     * @param usesEnvironment whether the proxies of the environment count
     * @param offersHttp2 to https servers
     * @param idleTimeout how long connections stay open without use
     */
    public record Options(
            TlsClientConfig tls,
            String proxyUrl,
            String noProxy,
            boolean usesEnvironment,
            boolean offersHttp2,
            boolean followsRedirects,
            Duration idleTimeout) {}

    /**
     * How much of an answer is taken.
     *
     * @param maxBytes of the body as it comes
     * @param growth is asked before memory is taken, with the bytes then held; false cuts the body
     */
    public record Limits(int maxBytes, LongPredicate growth) {}

    /**
     * An answer.
     *
     * @param status such as 200
     * @param statusText such as {@code 200 OK}
     * @param contentType as sent; empty where there is none
     * @param contentEncoding as sent, in lower case; empty where there is none
     * @param cut why the body is not whole; empty where it just is too long; null where it is whole
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    public record Reply(
            int status,
            String statusText,
            String contentType,
            String contentEncoding,
            byte[] body,
            @Nullable String cut) {}

    private record Server(boolean isTls, String host, int port) {}

    /** A URL that was asked for before: the same are, again and again, mostly the same way. */
    private static final class Page {
        private final HttpTarget target;
        private volatile @Nullable Asked last;
        private volatile @Nullable Addresses addresses;

        Page(HttpTarget target) {
            this.target = target;
        }

        RequestHeaders get(Map<String, String> headers) {
            Asked before = last;
            if (before != null && before.headers.equals(headers)) {
                return before.request;
            }
            RequestHeaders request = request(HttpMethod.GET, target, headers);
            last = new Asked(Map.copyOf(headers), request);
            return request;
        }
    }

    private record Asked(Map<String, String> headers, RequestHeaders request) {}

    private HttpGetter(Options options, @Nullable TlsMaterial tls) {
        this.options = options;
        this.tls = tls;
    }

    /**
     * A getter.
     *
     * @throws IOException when TLS files cannot be read
     */
    public static HttpGetter open(Options options, Logger log) throws IOException {
        return new HttpGetter(options, TlsMaterial.forClient(options.tls, log));
    }

    /**
     * One document.
     *
     * @param headers names in any case
     * @throws IOException when there is no answer; names the URL
     */
    public Reply get(
            String url, Map<String, String> headers, Limits limits, @Nullable Deadline deadline)
            throws IOException {
        Page first = page(url);
        Page page = first;
        String from = url;
        for (int redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
            boolean isFirst = page.target.authority().equals(first.target.authority());
            RequestHeaders request = page.get(isFirst ? headers : Map.of());
            Answer answer = call(page, from, request, new HttpData[0], limits, deadline);
            String location = answer.headers().get(HttpHeaderNames.LOCATION);
            boolean isMoved = REDIRECTS.contains(answer.headers().status().code());
            if (!options.followsRedirects || !isMoved || location == null) {
                return reply(answer);
            }
            from = resolved(from, location);
            page = page(from);
        }
        throw new IOException(
                "Get \"%s\": stopped after %d redirects".formatted(url, MAX_REDIRECTS));
    }

    /**
     * Sends a body; a redirect is an answer like any other.
     *
     * @param headers names in any case
     * @throws IOException when there is no answer; names the URL
     */
    public Reply post(
            String url,
            Map<String, String> headers,
            byte[] body,
            Limits limits,
            @Nullable Deadline deadline)
            throws IOException {
        Page page = page(url);
        RequestHeaders request = request(HttpMethod.POST, page.target, headers);
        HttpData[] data = {HttpData.wrap(body)};
        return reply(call(page, url, request, data, limits, deadline));
    }

    private static String resolved(String from, String location) throws IOException {
        try {
            return URI.create(from).resolve(location).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException("Get \"%s\": bad redirect to %s".formatted(from, location), e);
        }
    }

    private Page page(String url) throws IOException {
        Page known = pages.get(url);
        if (known != null) {
            return known;
        }
        try {
            var page = new Page(HttpTarget.parse(url, "url"));
            if (pages.size() >= MAX_SERVERS) {
                pages.clear();
            }
            pages.put(url, page);
            return page;
        } catch (InvalidConfigException e) {
            throw new IOException("Get \"%s\": %s".formatted(url, e.getMessage()), e);
        }
    }

    private static Reply reply(Answer answer) {
        ResponseHeaders headers = answer.headers();
        Throwable cut = answer.cut();
        String why =
                cut == null
                        ? ""
                        : Objects.requireNonNullElse(cut.getMessage(), "connection closed");
        return new Reply(
                headers.status().code(),
                headers.status().toString(),
                headers.get(HttpHeaderNames.CONTENT_TYPE, ""),
                headers.get(HttpHeaderNames.CONTENT_ENCODING, "").toLowerCase(Locale.ROOT),
                answer.body(),
                answer.isWhole() ? null : why);
    }

    private Answer call(
            Page page,
            String url,
            RequestHeaders headers,
            HttpData[] body,
            Limits limits,
            @Nullable Deadline deadline)
            throws IOException {
        HttpTarget target = page.target;
        ProxyConfig proxy = proxy(target);
        Addresses addresses = addresses(page, proxy);
        var caller =
                new Caller(connections(target, proxy), addresses, limits.maxBytes, limits.growth);
        try {
            return caller.call(headers, body, deadline);
        } catch (NetworkException e) {
            String verb = headers.method() == HttpMethod.POST ? "Post" : "Get";
            throw new IOException("%s \"%s\": %s".formatted(verb, url, e.text()), e);
        }
    }

    private ProxyConfig proxy(HttpTarget target) {
        if (options.proxyUrl.isEmpty() && !options.usesEnvironment) {
            return ProxyConfig.direct();
        }
        Map<String, String> environment =
                options.usesEnvironment
                        ? System.getenv()
                        : Map.of(
                                "HTTP_PROXY",
                                options.proxyUrl,
                                "HTTPS_PROXY",
                                options.proxyUrl,
                                "NO_PROXY",
                                options.noProxy);
        // Without exceptions a configured proxy is for every host, loopback too.
        String configured = options.noProxy.isEmpty() ? options.proxyUrl : "";
        return ProxyChoice.of(
                configured, target.isTls(), target.host(), target.port(), environment);
    }

    /** With and without proxy: which hosts go through it is known only for each request. */
    private Connections connections(HttpTarget target, ProxyConfig proxy) {
        boolean isForward = proxy.proxyType().isForwardProxy();
        return isForward
                ? proxied.computeIfAbsent(target.isTls(), isTls -> made(isTls, proxy))
                : plain.computeIfAbsent(target.isTls(), isTls -> made(isTls, ProxyConfig.direct()));
    }

    private Connections made(boolean isTls, ProxyConfig proxy) {
        return new Connections(
                new Connections.Options(
                        protocol(isTls),
                        isTls ? tls : null,
                        proxy,
                        options.idleTimeout,
                        Duration.ZERO,
                        true,
                        false),
                MAX_SERVERS);
    }

    private SessionProtocol protocol(boolean isTls) {
        if (!isTls) {
            return SessionProtocol.H1C;
        }
        return options.offersHttp2 ? SessionProtocol.HTTPS : SessionProtocol.H1;
    }

    private Addresses addresses(Page page, ProxyConfig proxy) {
        HttpTarget target = page.target;
        PlainProxy plainProxy = PlainProxy.of(protocol(target.isTls()), proxy);
        if (plainProxy != null) {
            return plainProxy.addresses();
        }
        if (proxy.proxyType().isForwardProxy()) {
            return Addresses.behindProxy(target.host(), target.port());
        }
        Addresses known = page.addresses;
        if (known == null) {
            known = ofServer(target);
            page.addresses = known;
        }
        return known;
    }

    /** What is known of a server's addresses is the same for all its pages. */
    private Addresses ofServer(HttpTarget target) {
        if (servers.size() >= MAX_SERVERS) {
            servers.clear();
        }
        String name = options.tls.serverNameOverride();
        return servers.computeIfAbsent(
                new Server(target.isTls(), target.host(), target.port()),
                server ->
                        Addresses.ofHost(
                                server.host,
                                server.port,
                                name == null || !server.isTls ? server.host : name,
                                false));
    }

    private static RequestHeaders request(
            HttpMethod method, HttpTarget target, Map<String, String> headers) {
        RequestHeadersBuilder request =
                RequestHeaders.builder(method, target.path())
                        .scheme(target.isTls() ? "https" : "http")
                        .authority(target.authority());
        if (target.credentials() != null) {
            request.set(HttpHeaderNames.AUTHORIZATION, target.credentials());
        }
        headers.forEach(
                (name, value) -> HeaderValues.set(request, name.toLowerCase(Locale.ROOT), value));
        return request.build();
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        if (tls != null) {
            tls.reread();
        }
    }

    /** Closes the connections; calls under way fail. */
    @Override
    public void close() {
        plain.values().forEach(Connections::close);
        proxied.values().forEach(Connections::close);
        if (tls != null) {
            tls.close();
        }
    }
}
