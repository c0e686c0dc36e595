; Inno Setup's recipe for the Windows installer: iscc /DVersion=X.Y.Z packaging\windows\mlp-desktop.iss
; The frozen programs lie in dist\frozen\mlp-desktop (see .github/workflows/release.yml).

[Setup]
AppId={{B0E3B0B5-5B7D-4F0B-9C39-4B6E2B5B2A77}
AppName=Digit pad
AppVersion={#Version}
AppPublisher=mlp-desktop maintainers
DefaultDirName={autopf}\Digit pad
DefaultGroupName=Digit pad
DisableProgramGroupPage=yes
; For one user, no administrator is needed: a school's computers often have none at hand.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SetupIconFile=..\frozen\app.ico
OutputDir=..\..\dist
OutputBaseFilename=mlp-desktop-{#Version}-windows-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Files]
Source: "..\..\dist\frozen\mlp-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Digit pad"; Filename: "{app}\mlp-desktop.exe"
Name: "{autodesktop}\Digit pad"; Filename: "{app}\mlp-desktop.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "Put an icon on the desktop"; Flags: unchecked

[Run]
Filename: "{app}\mlp-desktop.exe"; Description: "Start Digit pad"; Flags: nowait postinstall skipifsilent
