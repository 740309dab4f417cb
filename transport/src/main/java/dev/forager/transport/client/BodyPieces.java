// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts large bodies into pieces. Armeria copies each object of a request into direct memory as a
 * whole, and asks for the next when that one has gone to the connection; batches of megabytes to a
 * slow backend would else stand in direct memory all at once, as many as there are consumers, and
 * exhaust what a small memory limit leaves for it.
 */
final class BodyPieces {
    /** Above the usual request of some hundred kilobytes, which stays whole. */
    static final int MAX_BYTES = 512 << 10;

    private BodyPieces() {}

    /** A request with this body; nothing is copied. */
    static HttpRequest request(RequestHeaders headers, HttpData[] body) {
        if (body.length == 1 && body[0].length() <= MAX_BYTES) {
            return HttpRequest.of(headers, body[0]);
        }
        return HttpRequest.of(headers, of(body).toArray(HttpData[]::new));
    }

    /** The body in pieces of at most {@link #MAX_BYTES}. */
    static List<HttpData> of(HttpData[] body) {
        List<HttpData> pieces = new ArrayList<>(body.length);
        for (HttpData data : body) {
            cut(data, pieces);
        }
        return pieces;
    }

    private static void cut(HttpData data, List<HttpData> pieces) {
        if (data.length() <= MAX_BYTES) {
            pieces.add(data);
            return;
        }
        // Over the array and not over a ByteBuf: the client releases each piece that it has sent,
        // and
        // with the first one the bytes of all would be gone.
        ByteBuf bytes = data.byteBuf();
        byte[] array = bytes.hasArray() ? bytes.array() : data.array();
        int start = bytes.hasArray() ? bytes.arrayOffset() + bytes.readerIndex() : 0;
        for (int from = 0; from < data.length(); from += MAX_BYTES) {
            int length = Math.min(MAX_BYTES, data.length() - from);
            pieces.add(HttpData.wrap(array, start + from, length));
        }
    }
}
