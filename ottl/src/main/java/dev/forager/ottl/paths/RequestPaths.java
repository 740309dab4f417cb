// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Indexing;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths below {@code otelcol}: what is known of the request. All are read-only. */
final class RequestPaths {
    static final Map<String, PathField> FIELDS =
            Map.of("client", RequestPaths::client, "grpc", RequestPaths::grpc);

    private static final Map<String, PathField> CLIENT =
            Map.of(
                    "addr",
                    Fields.leaf(
                            readOnly("otelcol.client.addr", c -> Value.of(c.request().address()))),
                    "metadata",
                    map("otelcol.client.metadata", c -> c.request().metadata()),
                    "auth",
                    tail -> below(tail, RequestPaths.AUTH));

    private static final Map<String, PathField> AUTH =
            Map.of(
                    "attributes",
                    map("otelcol.client.auth.attributes", c -> c.request().authAttributes()));

    private static final Map<String, PathField> GRPC =
            Map.of("metadata", map("otelcol.grpc.metadata", c -> c.request().metadata()));

    private RequestPaths() {}

    private static Target client(Tail tail) throws CompileException {
        return below(tail, CLIENT);
    }

    private static Target grpc(Tail tail) throws CompileException {
        return below(tail, GRPC);
    }

    private static Target below(Tail tail, Map<String, PathField> fields) throws CompileException {
        tail.noKeys();
        if (!tail.hasNext()) {
            throw tail.unknown(fields.keySet());
        }
        return Paths.resolve(fields, tail.next());
    }

    private static PathField map(String path, Fields.Reader<Value.MapV> reader) {
        return tail -> {
            tail.noNext();
            return readOnly(path, c -> Indexing.get(reader.read(c), tail.keys(), 0, c));
        };
    }

    private static Target readOnly(String path, Fields.Reader<? extends @Nullable Object> reader) {
        return Fields.target(reader, (c, v) -> refuse(path));
    }

    private static void refuse(String path) throws EvaluationException {
        throw new EvaluationException("the path \"%s\" is read-only".formatted(path));
    }
}
