// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.pipeline.ServiceView;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A client of one API server. Calls block and belong on virtual threads; an interrupt ends them.
 * Credentials that the server does not take any more are read again once, and the request repeated.
 * Thread-safe.
 */
public final class KubernetesClient implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String ONE_METADATA =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private static final String LIST_OF_METADATA =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /** Chosen: a list of the largest size takes the server some seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    private final Access access;
    private final RateLimit limit;
    private final String userAgent;
    private final Object renewing = new Object();
    private volatile ApiConnection connection;
    private long renewedAt = System.nanoTime() - RENEWAL.toNanos();
    private volatile boolean closed;

    private KubernetesClient(Access access, String userAgent) throws IOException {
        this.access = access;
        this.limit = access.rateLimit();
        this.userAgent = userAgent;
        this.connection = access.connect();
    }

    /**
     * A client; nothing is sent yet.
     *
     * @throws IOException when server or credentials are not to be found; says what is missing
     */
    public static KubernetesClient open(KubernetesConfig config, ServiceView.BuildInfo build)
            throws IOException {
        return open(ClusterAccess.ofProcess(config), build.command() + "/" + build.version());
    }

    /**
     * A client for what looks like another process, as detectors want it.
     *
     * @param variables of the environment; null for unset
     * @param root folder that stands for the root of the file system
     * @throws IOException when server or credentials are not to be found; says what is missing
     */
    public static KubernetesClient open(
            KubernetesConfig config,
            Function<String, @Nullable String> variables,
            Path root,
            String userAgent)
            throws IOException {
        return open(new ClusterAccess(config, variables, root), userAgent);
    }

    /**
     * A client of a server that the user names.
     *
     * @param log told of TLS files that become unusable
     * @throws IOException when TLS files cannot be read; names them
     */
    public static KubernetesClient open(ApiServer server, String userAgent, Logger log)
            throws IOException {
        return open(new NamedAccess(server, log), userAgent);
    }

    static KubernetesClient open(Access access, String userAgent) throws IOException {
        return new KubernetesClient(access, userAgent);
    }

    /**
     * What one page of a list says about the whole.
     *
     * @param resourceVersion where a watch goes on
     * @param next token of the next page; empty behind the last one
     */
    public record Page(String resourceVersion, String next) {}

    /** What a watch tells. */
    public interface WatchEvents<T> {
        /** The server has taken the watch on. */
        default void opened() {}

        /** The object was made, or changed. */
        void present(T object);

        /** The object is gone; this was its last state. */
        void gone(T object);
    }

    /** Where the API is. */
    public URI server() {
        return connection.server();
    }

    /**
     * Reads one page of a list, object by object.
     *
     * @param size most objects of a page
     * @param from token of the page; empty for the first
     * @param each gets every object as soon as it is read
     * @throws KubernetesException when the server refuses
     */
    public <T extends KubernetesObject> Page list(
            ApiResource resource,
            Selection selection,
            int size,
            String from,
            ObjectReader<T> reader,
            Consumer<? super T> each)
            throws IOException {
        String path =
                selection
                        .query(resource)
                        .add("limit", Integer.toString(size))
                        .add("continue", from)
                        .toString();
        String accept = reader.wantsMetadataOnly() ? LIST_OF_METADATA : JSON;
        try (var answer = send(ApiConnection.Call.get(path, accept, true, PATIENCE, SILENCE));
                JsonParser in = parser(answer.body())) {
            return readPage(in, reader, each);
        }
    }

    private static <T extends KubernetesObject> Page readPage(
            JsonParser in, ObjectReader<T> reader, Consumer<? super T> each) throws IOException {
        Page page = new Page("", "");
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the server answers something that is no list");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "metadata" -> page = readListMetadata(in);
                case "items" -> readItems(in, reader, each);
                default -> Json.skipValue(in);
            }
        }
        return page;
    }

    private static <T extends KubernetesObject> void readItems(
            JsonParser in, ObjectReader<T> reader, Consumer<? super T> each) throws IOException {
        if (in.nextToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() == JsonToken.START_OBJECT) {
                each.accept(reader.read(in));
            }
        }
    }

    private static Page readListMetadata(JsonParser in) throws IOException {
        String version = "";
        String next = "";
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "resourceVersion" -> version = Json.text(in);
                case "continue" -> next = Json.text(in);
                default -> Json.skipValue(in);
            }
        }
        return new Page(version, next);
    }

    /**
     * Follows what happens from a version on, until the server ends the watch, as it does after
     * some minutes.
     *
     * @param from version of a list, or what an earlier watch answered
     * @param life after which the server shall end the watch
     * @param silence longest time without an event before the connection counts as dead; the server
     *     sends one a minute at least
     * @return the version to go on from
     * @throws KubernetesException when the server refuses; {@link KubernetesException#isExpired}
     *     when {@code from} is too old
     */
    public <T extends KubernetesObject> String watch(
            ApiResource resource,
            Selection selection,
            String from,
            Duration life,
            Duration silence,
            ObjectReader<T> reader,
            WatchEvents<? super T> events)
            throws IOException {
        String path =
                selection
                        .query(resource)
                        .add("watch", "1")
                        .add("allowWatchBookmarks", "true")
                        .add("resourceVersion", from)
                        .add("timeoutSeconds", Long.toString(life.toSeconds()))
                        .toString();
        String accept = reader.wantsMetadataOnly() ? ONE_METADATA : JSON;
        var position = new WatchPosition<T>(from, reader, events);
        var answer = send(ApiConnection.Call.get(path, accept, false, PATIENCE, silence));
        try (answer;
                JsonParser in = parser(answer.body())) {
            events.opened();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                position.read(in);
            }
        } catch (KubernetesException e) {
            throw e;
        } catch (IOException e) {
            throw new WatchLostException(position.version(), e);
        }
        return position.version();
    }

    /**
     * Reads one object.
     *
     * @throws KubernetesException when there is none, or the server refuses
     */
    public <T extends KubernetesObject> T get(
            ApiResource resource, @Nullable String namespace, String name, ObjectReader<T> reader)
            throws IOException {
        String accept = reader.wantsMetadataOnly() ? ONE_METADATA : JSON;
        String path = resource.path(namespace) + "/" + Query.encode(name);
        return one(ApiConnection.Call.get(path, accept, false, PATIENCE, SILENCE), reader);
    }

    /**
     * Makes an object.
     *
     * @param body the object as JSON
     * @return what the server made of it
     * @throws KubernetesException when it is there already, or the server refuses
     */
    public <T extends KubernetesObject> T create(
            ApiResource resource, @Nullable String namespace, String body, ObjectReader<T> reader)
            throws IOException {
        return one(write("POST", resource.path(namespace), body), reader);
    }

    /**
     * Replaces an object.
     *
     * @param body the object as JSON, with the version that it replaces
     * @return what the server made of it
     * @throws KubernetesException when somebody else has changed it, or the server refuses
     */
    public <T extends KubernetesObject> T replace(
            ApiResource resource,
            @Nullable String namespace,
            String name,
            String body,
            ObjectReader<T> reader)
            throws IOException {
        return one(write("PUT", resource.path(namespace) + "/" + Query.encode(name), body), reader);
    }

    /** Reads any path of the API, such as {@code /version}, as JSON. */
    public <T> T read(String path, JsonFunction<T> reader) throws IOException {
        try (var answer = send(ApiConnection.Call.get(path, JSON, false, PATIENCE, SILENCE));
                JsonParser in = parser(answer.body())) {
            in.nextToken();
            return reader.read(in);
        }
    }

    /** Reads a value from JSON, on whose first token the parser stands. */
    public interface JsonFunction<T> {
        /** The value. */
        T read(JsonParser in) throws IOException;
    }

    private static ApiConnection.Call write(String method, String path, String body) {
        return new ApiConnection.Call(method, path, JSON, false, JSON, body, PATIENCE, SILENCE);
    }

    private <T extends KubernetesObject> T one(ApiConnection.Call call, ObjectReader<T> reader)
            throws IOException {
        try (var answer = send(call);
                JsonParser in = parser(answer.body())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the server answers something that is no object");
            }
            return reader.read(in);
        }
    }

    private static JsonParser parser(InputStream body) throws IOException {
        return Json.FACTORY.createParser(body);
    }

    private ApiConnection.Answer send(ApiConnection.Call call) throws IOException {
        try {
            limit.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        ApiConnection used = connection;
        ApiConnection.Answer answer = used.send(call, userAgent);
        if (answer.status() == 401 && renew(used)) {
            answer.close();
            answer = connection.send(call, userAgent);
        }
        if (answer.status() / 100 != 2) {
            throw ApiStatus.failure(answer);
        }
        return answer;
    }

    /** Reads the credentials again; false when that was done just now. */
    private boolean renew(ApiConnection refused) throws IOException {
        synchronized (renewing) {
            if (!connection.equals(refused)) {
                return true;
            }
            long now = System.nanoTime();
            if (closed || now - renewedAt < RENEWAL.toNanos()) {
                return false;
            }
            renewedAt = now;
            connection = access.connect();
        }
        refused.close();
        return true;
    }

    @Override
    public void close() {
        synchronized (renewing) {
            closed = true;
            limit.close();
            connection.close();
        }
    }
}
