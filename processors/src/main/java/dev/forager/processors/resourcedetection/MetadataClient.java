// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks metadata services. They are one hop away, answer short texts or JSON, and never through a
 * proxy. Thread-safe; closing it ends its threads.
 */
class MetadataClient implements AutoCloseable {
    /** No metadata service says more (chosen). */
    private static final int MAX_BODY = 1 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient client;
    private final Duration timeout;

    /**
     * A client.
     *
     * @param timeout of each request, connecting included
     */
    MetadataClient(Duration timeout) {
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build();
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body as text
     * @param headers lower-case names
     */
    record Answer(int status, String body, Map<String, List<String>> headers) {
        boolean isOk() {
            return status == 200;
        }
    }

    /** Where a service is; tests answer with a server of their own. */
    URI at(String url) {
        return URI.create(url);
    }

    /** A GET with headers, as name and value in turn. */
    Answer get(String url, String... headers) throws IOException, InterruptedException {
        return send("GET", url, headers);
    }

    /** A request without a body. */
    Answer send(String method, String url, String... headers)
            throws IOException, InterruptedException {
        return send(method, url, timeout, headers);
    }

    /** The same with less patience, connecting included. */
    Answer send(String method, String url, Duration patience, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at(url))
                        .timeout(patience.compareTo(timeout) < 0 ? patience : timeout)
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new IOException("%s: answers more than 1 MiB".formatted(url));
            }
            return new Answer(
                    response.statusCode(),
                    new String(bytes, StandardCharsets.UTF_8),
                    response.headers().map());
        }
    }

    /** The body of an answer that must be 200. */
    String text(String url, String... headers) throws IOException, InterruptedException {
        Answer answer = get(url, headers);
        if (!answer.isOk()) {
            throw new IOException("%s: answered %d".formatted(url, answer.status()));
        }
        return answer.body();
    }

    /** The JSON object that an answer of 200 holds: maps, lists and texts of scalars. */
    Map<String, Object> object(String url, String... headers)
            throws IOException, InterruptedException {
        return parse(text(url, headers));
    }

    /** Reads a JSON object. */
    static Map<String, Object> parse(String json) throws IOException {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            Object value = value(in);
            if (value instanceof Map<?, ?>) {
                return asMap(value);
            }
            throw new IOException("a JSON object was expected");
        }
    }

    private static @Nullable Object value(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                map.put(name, value(in));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            var list = new ArrayList<@Nullable Object>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(in));
            }
            return list;
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : in.getText();
    }

    /** The map at a key, in any case as Go reads it; empty if there is none. */
    static Map<String, Object> map(Map<String, Object> from, String key) {
        return asMap(from.get(key));
    }

    @SuppressWarnings("unchecked") // only such maps are made
    static Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The text at a key, whatever its case; empty if there is none. */
    static String string(Map<String, Object> from, String key) {
        for (Map.Entry<String, Object> entry : from.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(key) && entry.getValue() instanceof String text) {
                return text;
            }
        }
        return "";
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
