// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code http://...} and {@code https://...}: a plain GET. Redirects are followed on the same host
 * only, so that a configuration server cannot point the collector into its own network. Messages
 * name the address without user and query, which may hold secrets.
 *
 * @param scheme {@code http} or {@code https}
 * @param limit time for everything, from the connection to the last byte
 */
record HttpProvider(String scheme, Duration limit) implements ConfigProvider {
    private static final int MAX_REDIRECTS = 5;

    HttpProvider(String scheme) {
        this(scheme, Duration.ofSeconds(10));
    }

    @Override
    public Fetched fetch(String opaque, Problems problems) throws NotFetchedException {
        URI uri;
        try {
            uri = new URI(scheme + ":" + opaque);
        } catch (URISyntaxException e) {
            throw new NotFetchedException("invalid uri of scheme %s".formatted(scheme));
        }
        if (uri.getHost() == null) {
            throw new NotFetchedException(
                    "invalid uri: no host (expected: %s://HOST[:PORT]/PATH)".formatted(scheme));
        }
        var task = new FutureTask<>(() -> get(uri));
        Thread worker = Thread.ofVirtual().name("config-http").start(task);
        try {
            return new Fetched(task.get(limit.toNanos(), TimeUnit.NANOSECONDS), shown(uri), false);
        } catch (TimeoutException e) {
            worker.interrupt();
            throw failure(uri, "no complete answer within " + GoDuration.of(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            worker.interrupt();
            throw failure(uri, "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotFetchedException known) {
                throw known;
            }
            throw failure(uri, String.valueOf(e.getCause()));
        }
    }

    private static String get(URI uri) throws NotFetchedException {
        URI target = uri;
        try (HttpClient client = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build()) {
            for (int i = 0; i <= MAX_REDIRECTS; i++) {
                HttpResponse<InputStream> response =
                        client.send(
                                HttpRequest.newBuilder(target).GET().build(),
                                BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    URI next = redirect(target, response);
                    if (next == null) {
                        return text(uri, response.statusCode(), body);
                    }
                    target = next;
                }
            }
            throw failure(uri, "too many redirects");
        } catch (IOException e) {
            throw failure(uri, reason(target, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(uri, "interrupted");
        }
    }

    private static String text(URI uri, int status, InputStream body)
            throws IOException, NotFetchedException {
        if (status != 200) {
            throw new NotFetchedException(
                    "failed to load resource from uri \"%s\". status code: %d"
                            .formatted(shown(uri), status));
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw failure(uri, Texts.tooLarge());
        }
        return Texts.decode(bytes);
    }

    private static @Nullable URI redirect(URI from, HttpResponse<?> response)
            throws NotFetchedException {
        if (response.statusCode() / 100 != 3) {
            return null;
        }
        String location = response.headers().firstValue("location").orElse("");
        URI to;
        try {
            to = from.resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw failure(from, "redirected to an address that cannot be read");
        }
        if (!Objects.equals(from.getHost(), to.getHost())) {
            throw failure(from, "redirected to another host, which is not followed");
        }
        return to;
    }

    private static NotFetchedException failure(URI uri, String why) {
        return new NotFetchedException(
                "unable to download the file via HTTP GET for uri \"%s\": %s"
                        .formatted(shown(uri), why));
    }

    /** As Go says it. The JDK's client has no text for a connection that nobody takes. */
    private static String reason(URI uri, IOException error) {
        String get = "Get \"%s\": ".formatted(shown(uri));
        if (error instanceof ConnectException) {
            return get
                    + (error.getCause() != null
                                    && error.getCause().getCause()
                                            instanceof UnresolvedAddressException
                            ? "dial tcp: lookup %s: no such host".formatted(uri.getHost())
                            : "dial tcp %s:%d: connect: connection refused"
                                    .formatted(uri.getHost(), port(uri)));
        }
        String message = error.getMessage();
        return get + (message == null ? error.getClass().getSimpleName() : message);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** The address without what may be secret. */
    static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + Objects.toString(uri.getPath(), "");
    }
}
