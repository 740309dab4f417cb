// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyPiecesTest {
    @Test
    void body_largerThanAPiece_isCutAndWhole() {
        byte[] bytes = new byte[2 * BodyPieces.MAX_BYTES + 7];
        new Random(1).nextBytes(bytes);
        HttpData prefix = HttpData.wrap(new byte[] {1, 2, 3});

        List<HttpData> pieces = BodyPieces.of(new HttpData[] {prefix, HttpData.wrap(bytes)});

        var joined = new ByteArrayOutputStream();
        pieces.forEach(piece -> joined.writeBytes(piece.array()));
        assertThat(pieces)
                .extracting(HttpData::length)
                .containsExactly(3, BodyPieces.MAX_BYTES, BodyPieces.MAX_BYTES, 7);
        assertThat(joined.toByteArray()).startsWith(1, 2, 3).endsWith(bytes);
    }

    @Test
    void pieces_outliveEachOther() {
        byte[] bytes = new byte[2 * BodyPieces.MAX_BYTES];
        bytes[BodyPieces.MAX_BYTES] = 5;

        List<HttpData> pieces = BodyPieces.of(new HttpData[] {HttpData.wrap(bytes)});
        pieces.getFirst().close(); // as the client does with what it has sent

        assertThat(pieces.get(1).byteBuf().getByte(0)).isEqualTo((byte) 5);
        assertThat(pieces.get(1).isPooled()).isFalse();
    }

    @Test
    void body_ofUsualSize_staysWhole() {
        HttpData body = HttpData.wrap(new byte[400_000]);

        assertThat(BodyPieces.of(new HttpData[] {body})).containsExactly(body);
    }
}
