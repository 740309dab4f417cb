// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer for people and probes: status, type, body. Immutable, as long as nobody writes to the
 * body.
 */
public final class Page {
    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Page(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    /**
     * Any answer.
     *
     * @param body is handed over
     */
    public static Page of(int status, String contentType, byte[] body) {
        return new Page(status, body, Map.of("content-type", contentType));
    }

    /** Any text. */
    public static Page of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer that is its status only. */
    public static Page empty(int status) {
        return new Page(status, new byte[0], Map.of());
    }

    /** A page of HTML, status 200. */
    public static Page html(String body) {
        return of(200, "text/html; charset=utf-8", body);
    }

    /** Plain text. */
    public static Page text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body);
    }

    /** What Go's servers answer where there is nothing. */
    public static Page notFound() {
        return text(404, "404 page not found\n").with("x-content-type-options", "nosniff");
    }

    /** This page with one header more. */
    public Page with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Page(status, body, more);
    }

    HttpResponse toResponse() {
        var head = ResponseHeaders.builder(status);
        headers.forEach(head::set);
        if (head.status().isContentAlwaysEmpty()) {
            return HttpResponse.of(head.build());
        }
        head.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return HttpResponse.of(head.build(), HttpData.wrap(body));
    }
}
