# Sourced: the Java that there is, and how Portcullis is run by it.
# shellcheck shell=sh
lib=/usr/lib/portcullis
# shellcheck disable=SC2034 # of those who source this
archive=/var/cache/portcullis/cli.jsa

if [ -n "${JAVA_HOME:-}" ]; then
	java=$JAVA_HOME/bin/java
else
	java=$(command -v java || true)
fi
if [ ! -x "$java" ]; then
	printf 'portcullis: error: there is no Java here\n  hint: install openjdk-17-jre-headless, or set JAVA_HOME to a JRE 17 or newer\n' >&2
	exit 2
fi

# The feature release, of the file that every Java has beside it.
file=$(dirname "$(dirname "$(readlink -f "$java")")")/release
release=
[ ! -r "$file" ] || release=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$file")
case "$release" in
[0-9] | 1[0-6])
	printf 'portcullis: error: %s is Java %s\n  hint: set JAVA_HOME to a JRE 17 or newer\n' "$java" "$release" >&2
	exit 2
	;;
esac

flags="-XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable"
if [ "${release:-0}" -ge 24 ]; then
	flags="$flags --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
fi

# A command ends before it pays to compile with care.
# shellcheck disable=SC2034
command_flags="-XX:TieredStopAtLevel=1 -Xshare:auto"

# What commands need that talk to the agent. picocli asks for a class of Groovy's, and to find that it is nowhere, each jar of
# the class path is opened. The archive of classes is for this path, and good for what begins with it.
short=
for jar in "$lib"/portcullis-*.jar "$lib"/picocli-*.jar "$lib"/protobuf-java-[0-9]*.jar "$lib"/proto-google-common-protos-*.jar \
	"$lib"/jackson-*.jar "$lib"/snakeyaml-engine-*.jar "$lib"/ipaddress-*.jar "$lib"/slf4j-api-*.jar; do
	short="$short${short:+:}$jar"
done
