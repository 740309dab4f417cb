// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Secret;
import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest {
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);

    @TempDir Path directory;

    /** Hashes of "s3cret", made by openssl (crypt, SHA-1) and by Go's bcrypt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$apr1$abcdefgh$M2T3erDstkD7SsE2QQnfH0",
                "$1$abcdefgh$7.vq19w/w3Vm.hk1FOA7Q/",
                "$5$abcdefgh$OcHWp0Vj4l19dnE2g4tHD4hbItEZgO0bjRV6LjwCLoA",
                "$5$rounds=1000$saltstring$MlnADRs7/oL3UStl/4w0wvvDF/R8A06G2gy5KjpO8q7",
                "$6$abcdefgh$Z7KfoKnKTSZrzo5VZ0YubGLQOj9ov6sHo9TmE3zIU/LHKhpE30zCnZ0mcIXYf9r9rQ4DYaXoxAFSPFlcWdxjB.",
                "{SHA}/vNB+F2HQ559kaLUZbmHHvZrXpg=",
                "{SSHA}rNtvA+9QAJ8TgRLTn32royL4koBTQUxU",
                "$2a$04$5MowaY65KtRbl/CRf1JWwezd/bTvinoxLxg0xLm5p9orggCRYWvzi",
                "$2y$04$5MowaY65KtRbl/CRf1JWwezd/bTvinoxLxg0xLm5p9orggCRYWvzi",
                "s3cret",
                "{PLAIN}s3cret"
            })
    void everyKindOfHash_knowsItsPassword(String hash) throws Exception {
        var auth = server("", "ann:" + hash);
        for (int repeated = 0; repeated < 2; repeated++) {
            assertThat(auth.authenticate(basic("ann:s3cret")).attributes())
                    .containsEntry("username", "ann");
            assertRefused(auth, "ann:other");
            assertRefused(auth, "bob:s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', no basic auth provided",
        "Bearer x, invalid authorization scheme prefix",
        "Basic, invalid authorization scheme prefix",
        "Basic ???, invalid authorization format",
        "Basic YW5u, invalid authorization format"
    })
    void unreadableHeader_isTold(String header, String text) throws Exception {
        var auth = server("", "ann:s3cret");
        assertThatThrownBy(() -> auth.authenticate(header(header))).hasMessage(text);
    }

    @Test
    void schemeInAnyCase_isReadAndPasswordMayHoldColons() throws Exception {
        var auth = server("", "ann:a:b:c");
        String value = basic("ann:a:b:c").get("authorization").getFirst();
        assertThat(auth.authenticate(header(value.replace("Basic", "bASIC"))).attributes())
                .containsEntry("raw", value.substring("Basic ".length()));
    }

    @Test
    void inlineLine_winsOverTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("users"), "ann:old\nbob:his");
        var auth = server(file.toString(), "ann:new");
        auth.authenticate(basic("ann:new"));
        auth.authenticate(basic("bob:his"));
        assertRefused(auth, "ann:old");
    }

    @Test
    void changedFile_isInForceASecondLater() throws Exception {
        Path file = Files.writeString(directory.resolve("users"), "ann:first");
        var auth = server(file.toString(), "");
        Files.writeString(file, "ann:second");
        clock.advance(Duration.ofSeconds(1));
        auth.authenticate(basic("ann:second"));
        assertRefused(auth, "ann:first");
    }

    @Test
    void damagedLine_isAWarningAndHarmsNoOther() throws Exception {
        var auth = server("", "no colon\n{SHA}:x\nann:{SHA}???\n\nbob:his");
        auth.authenticate(basic("bob:his"));
        assertRefused(auth, "ann:{SHA}???");
        assertThat(settings.log().messages())
                .containsExactly(
                        "htpasswd line 1 is not understood and ignored",
                        "htpasswd line 3 is not understood and ignored");
    }

    @Test
    void missingFile_failsTheStart() {
        String none = directory.resolve("none").toString();
        assertThatThrownBy(() -> server(none, ""))
                .hasMessage(
                        "failed to read credentials file \"%s\": open %s: no such file or directory",
                        none, none);
    }

    @Test
    void client_showsNameAndPassword() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), " s3cret\n");
        var client = client("ann", "", "ignored", file.toString());
        assertThat(client.headers()).isEqualTo(Map.of("authorization", "Basic YW5uOnMzY3JldA=="));
        Files.writeString(file, "changed");
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.headers()).isEqualTo(Map.of("authorization", "Basic YW5uOmNoYW5nZWQ="));
    }

    @Test
    void config_needsExactlyOneSide() {
        assertThatThrownBy(() -> new BasicAuthConfig(null, null))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("no credential source provided");
        assertThatThrownBy(
                        () ->
                                new BasicAuthConfig(
                                        new BasicAuthConfig.Htpasswd("f", new Secret("")),
                                        clientConfig("a", "", "b", "")))
                .hasMessage("only one of `htpasswd` or `client_auth` can be specified");
        assertThatThrownBy(() -> clientConfig("a:b", "", "c", ""))
                .hasMessageContaining("invalid authorization format");
    }

    private static void assertRefused(BasicAuthServer auth, String pair) {
        assertThatThrownBy(() -> auth.authenticate(basic(pair))).hasMessage("invalid credentials");
    }

    private BasicAuthServer server(String file, String inline) throws Exception {
        var config = new BasicAuthConfig.Htpasswd(file, new Secret(inline));
        var auth = new BasicAuthServer(config, settings.extension("basicauth"));
        auth.start(new TestHost());
        return auth;
    }

    private BasicAuthClient client(String user, String userFile, String password, String file)
            throws Exception {
        var config = clientConfig(user, userFile, password, file);
        var auth = new BasicAuthClient(config, settings.extension("basicauth"));
        auth.start(new TestHost());
        return auth;
    }

    private static BasicAuthConfig.ClientAuth clientConfig(
            String user, String userFile, String password, String passwordFile) {
        return new BasicAuthConfig.ClientAuth(user, userFile, new Secret(password), passwordFile);
    }

    private static Metadata basic(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return header("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    private static Metadata header(String value) {
        return Metadata.of(Map.of("Authorization", List.of(value)));
    }

    @Nested
    class Contract extends ExtensionContract<BasicAuthConfig> {
        @Override
        protected ExtensionFactory<BasicAuthConfig> factory() {
            return new BasicAuthFactory();
        }

        @Override
        protected BasicAuthConfig config() {
            return new BasicAuthConfig(
                    new BasicAuthConfig.Htpasswd("", new Secret("ann:s3cret")), null);
        }

        @Override
        protected String yaml() {
            return "{htpasswd: {inline: 'ann:s3cret'}}";
        }
    }
}
